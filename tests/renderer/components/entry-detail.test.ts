import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import EntryDetail from '#renderer/components/inspector/EntryDetail.vue';
import { useComposeStore } from '#renderer/stores/compose.ts';
import { useDraftOpeningStore } from '#renderer/stores/draft-opening.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { buildRecording, buildRow } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import { scriptQueries } from '#tests/support/scripted-queries.ts';

enableAutoUnmount(afterEach);

const DISCO =
  "<iq type='get' id='7' to='a.x'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";

async function showEntry(given: Partial<WireEntry>): Promise<void> {
  const bridge = startFreshWindow();
  bridge.answer('recording.list', [buildRecording()]);
  const entry = { ...buildRow(1), direction: 'out', xml: DISCO, masked: false, ...given } as const;
  bridge.answer('entry.read', entry);
  scriptQueries(bridge, [entry]);
  await useRecordingsStore().refresh();
  await useInspectorStore().refresh();
  await useInspectorStore().select(1);
  mountPart(EntryDetail);
  await flushPromises();
}

it('opens a sent stanza in Compose', async () => {
  await showEntry({});
  byName('button', 'Open in Compose').click();
  expect(usePlacesStore().place).toBe('compose');
  const { templateId, draft } = useComposeStore();
  expect([templateId, draft.values['to']]).toEqual(['disco-info', 'a.x']);
});

it('opens another stanza without asking', async () => {
  await showEntry({});
  byName('button', 'Open in Compose').click();
  byName('button', 'Open in Compose').click();
  expect(useDraftOpeningStore().offered).toBe(false);
});

it('opens nothing that came in', async () => {
  await showEntry({ direction: 'in' });
  expect(() => byName('button', 'Open in Compose')).toThrow('no button');
});

it('opens nothing that was masked', async () => {
  await showEntry({ masked: true });
  expect(byName('button', 'Open in Compose')).toHaveProperty('disabled', true);
});

it('shows the bytes of the exact text', async () => {
  await showEntry({ xml: '<a>ü</a>', masked: true });
  byName('button', 'Bytes').click();
  await flushPromises();
  const view = document.querySelector('.bytes-view')?.textContent ?? '';
  expect(view).toContain('9 bytes of UTF-8. Credentials were replaced');
  expect(byName('region', 'Bytes of the entry').tabIndex).toBe(0);
});

it('has no bytes of what did not cross', async () => {
  await showEntry({ xml: '', text: 'TLS 1.3' });
  expect((byName('button', 'Bytes') as HTMLButtonElement).disabled).toBe(true);
});
