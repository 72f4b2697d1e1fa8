/** Requests about recordings as files. */
import { ok } from '#shared/contract/result.ts';
import { FORMATS } from '#shared/transcript/formats/catalogue.ts';
import type { Handlers } from '../request-handlers.ts';

/** Answers `recording.*`; paths come from the host’s dialogs, never from the caller. */
export const recordingHandlers: Handlers<
  | 'recording.list'
  | 'recording.open'
  | 'recording.close'
  | 'recording.delete'
  | 'recording.salvage'
  | 'recording.paste'
  | 'recording.export'
  | 'export.cancel'
  | 'import.cancel'
> = {
  'recording.list': async ({ recordings, keeping }) => {
    await keeping.found();
    await recordings.learn();
    return ok(recordings.list());
  },
  'recording.open': async ({ recordings, platform }, { importId }) => {
    const path = await platform.chooseFile('transcript');
    return path === null ? ok(null) : recordings.open(path, importId);
  },
  'recording.close': ({ recordings }, { recordingId }) => recordings.close(recordingId),
  'recording.delete': ({ keeping }, { recordingId }) => keeping.delete(recordingId),
  'recording.salvage': async ({ keeping, recordings }, { recordingId }) =>
    (await recordings.salvageOpened(recordingId)) ?? keeping.salvage(recordingId),
  'recording.paste': ({ recordings }, wanted) => recordings.paste(wanted),
  'import.cancel': ({ recordings }, { importId }) => recordings.cancelImport(importId),
  'export.cancel': ({ recordings }, { exportId }) => recordings.cancelExport(exportId),
  'recording.export': async ({ recordings, platform }, wanted) => {
    const { recordingId, format } = wanted;
    const suggestedName = `pushscope-${recordingId}${FORMATS[format].extension}`;
    const path = await platform.chooseTarget(suggestedName);
    return path === null ? ok(null) : recordings.exportTo(path, wanted);
  },
};
