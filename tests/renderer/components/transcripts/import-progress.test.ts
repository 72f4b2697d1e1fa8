import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import TranscriptsPlace from '#renderer/components/transcripts/TranscriptsPlace.vue';
import { useNoticesStore } from '#renderer/stores/notices.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { fail } from '#shared/contract/result.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';

describe('a file that is being opened', () => {
  it('shows how far it is, and can be cancelled', async () => {
    const bridge = startFreshWindow();
    bridge.answer('recording.list', []);
    bridge.answer('import.cancel', null);
    let end: () => void = () => undefined;
    bridge.handle('recording.open', () => {
      const cancelled = fail({ code: 'import-cancelled', what: 'The import was cancelled.' });
      return new Promise((resolve) => (end = () => resolve(cancelled)));
    });
    mountPart(TranscriptsPlace);
    await flushPromises();
    byName('button', 'Open transcript…').click();
    await flushPromises();
    const [{ importId } = { importId: '' }] = bridge.inputsOf('recording.open');
    const recordings = useRecordingsStore();
    recordings.applyImport({ importId: 'other', entries: 9, done: 9, total: 9 });
    recordings.applyImport({ importId, entries: 1_500, done: 2_000_000, total: 4_000_000 });
    await flushPromises();
    expect(document.body.textContent).toContain('2.0 MB of 4.0 MB, 1\u202f500 entries');
    byName('button', 'Cancel import').click();
    await flushPromises();
    expect(bridge.inputsOf('import.cancel')).toEqual([{ importId }]);
    end();
    await flushPromises();
    expect(document.querySelector('progress')).toBe(null);
    expect(useNoticesStore().notices).toEqual([]);
  });
});
