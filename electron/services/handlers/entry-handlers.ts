/** Requests about entries of a recording. */
import { ok } from '#shared/contract/result.ts';
import type { Handlers } from '../request-handlers.ts';

export const entryHandlers: Handlers<'entry.page' | 'entry.read' | 'entry.copy'> = {
  'entry.page': ({ recordings }, page) => recordings.page(page),
  'entry.read': ({ recordings }, { recordingId, seq }) => recordings.read(recordingId, seq),
  'entry.copy': async ({ recordings, platform }, { recordingId, seq }) => {
    const entry = recordings.read(recordingId, seq);
    if (!entry.ok) return entry;
    await platform.copyText(entry.value.xml === '' ? entry.value.text : entry.value.xml);
    return ok(null);
  },
};
