/** Requests about entries of a recording. */
import { ok } from '#shared/contract/result.ts';
import type { Handlers } from '../request-handlers.ts';

/** Answers `entry.*`; copied text is redacted as an export is. */
export const entryHandlers: Handlers<'entry.page' | 'entry.read' | 'entry.copy'> = {
  'entry.page': ({ recordings }, page) => recordings.page(page),
  'entry.read': ({ recordings }, { recordingId, seq }) => recordings.read(recordingId, seq),
  'entry.copy': async ({ recordings, platform }, { recordingId, seq }) => {
    const text = recordings.copyText(recordingId, seq);
    if (!text.ok) return text;
    await platform.copyText(text.value);
    return ok(null);
  },
};
