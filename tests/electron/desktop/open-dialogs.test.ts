import { extname } from 'node:path';
import { expect, it } from 'vitest';
import { OPEN_DIALOGS } from '../../../electron/desktop/open-dialogs.ts';
import { recordingPath } from '#services/transcript/recording-files.ts';

it('offer transcripts and logs', () => {
  const [transcripts] = OPEN_DIALOGS.transcript.filters;
  expect(transcripts.extensions.map((name) => `.${name}`)).toEqual([
    '.jsonl',
    extname(recordingPath('/data', 'id')),
    ...['.log', '.txt'],
  ]);
});
