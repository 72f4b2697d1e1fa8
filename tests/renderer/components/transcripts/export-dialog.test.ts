import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ExportDialog from '#renderer/components/transcripts/ExportDialog.vue';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { fail, type Problem } from '#shared/contract/result.ts';
import { mountPart, startFreshWindow } from '#tests/support/mount-part.ts';

const CANCELLED: Problem = { code: 'export-cancelled', what: 'The export was cancelled.' };

describe('an export on its way', () => {
  it('shows how far it is, and can be cancelled', async () => {
    const bridge = startFreshWindow();
    let end: () => void = () => undefined;
    bridge.handle(
      'recording.export',
      () => new Promise((resolve) => (end = () => resolve(fail(CANCELLED)))),
    );
    bridge.answer('export.cancel', null);
    mountPart(ExportDialog);
    usePlacesStore().exportOpen = true;
    const recordings = useRecordingsStore();
    const request = { recordingId: 'r', format: 'jsonl', query: '', exportId: 'e1' } as const;
    const exported = recordings.exportTo(request);
    recordings.applyExport({ exportId: 'other', entries: 9, total: 9 });
    recordings.applyExport({ exportId: 'e1', entries: 1_500, total: 3_000 });
    await flushPromises();
    expect(document.body.textContent).toContain('1\u202f500 of 3\u202f000');
    [...document.querySelectorAll('button')]
      .find((one) => one.textContent.includes('Cancel'))
      ?.click();
    await flushPromises();
    expect(bridge.inputsOf('export.cancel')).toEqual([{ exportId: 'e1' }]);
    end();
    expect(await exported).toBe(null);
    await flushPromises();
    expect(document.querySelector('progress')).toBe(null);
  });
});
