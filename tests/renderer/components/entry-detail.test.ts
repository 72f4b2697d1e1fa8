import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import EntryDetail from '#renderer/components/inspector/EntryDetail.vue';
import { useComposeStore } from '#renderer/stores/compose.ts';
import { useDraftOpeningStore } from '#renderer/stores/draft-opening.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import type { ReadEntry } from '#shared/contract/channels.ts';
import { buildRecording, buildRow } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow, typeInto } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';
import { scriptQueries } from '#tests/support/scripted-queries.ts';

enableAutoUnmount(afterEach);

const DISCO =
  "<iq type='get' id='7' to='a.x'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";

async function showEntry(given: Partial<ReadEntry>): Promise<ScriptedBridge> {
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
  return bridge;
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
  byName('radio', 'Bytes').click();
  await flushPromises();
  const view = document.querySelector('.bytes-view')?.textContent ?? '';
  expect(view).toContain('9 bytes of UTF-8. Credentials were replaced');
  expect(byName('region', 'Bytes of the entry').tabIndex).toBe(0);
});

it('has no bytes of what did not cross', async () => {
  await showEntry({ xml: '', text: 'TLS 1.3' });
  expect((byName('radio', 'Bytes') as HTMLButtonElement).disabled).toBe(true);
});

const text = (): string => document.querySelector('.cm-content')?.textContent ?? '';

it('searches in the text', async () => {
  await showEntry({});
  byName('button', 'Search in the text').click();
  await flushPromises();
  expect(document.activeElement).toBe(byName('textbox', 'Find'));
  const said = (): string => document.querySelector('.find-bar [role="status"]')?.textContent ?? '';
  await typeInto('Find', 'QUERY');
  await flushPromises();
  expect(said()).toBe('');
  expect(document.querySelector('.cm-searchMatch-selected')?.textContent).toBe('query');
  byName('button', 'Next place').click();
  await flushPromises();
  expect(said()).toBe('Went on from the beginning');
  byName('switch', 'Match case').click();
  await flushPromises();
  expect(said()).toBe('Not found');
  byName('button', 'Close the search').click();
  await flushPromises();
  expect(document.querySelector('.find-bar')).toBeNull();
});

it('asks for the beginning of a text', async () => {
  const bridge = await showEntry({});
  expect(bridge.inputsOf('entry.read')[0]).toMatchObject({ seq: 1, maxChars: 100_000 });
});

it('says what is cut and shows all when asked', async () => {
  const bridge = await showEntry({ xml: '<a>cut', cutFrom: 10, bytes: 10_500_000 });
  expect(document.querySelector('.entry-remarks')?.textContent).toContain(
    'Cut: the first 6 of 10 characters are shown.',
  );
  expect(byName('button', 'Open in Compose')).toHaveProperty('disabled', true);
  bridge.answer('entry.read', { ...buildRow(1), xml: '</a>', cutFrom: 10, masked: false });
  byName('button', 'Show all (10.5 MB)').click();
  await flushPromises();
  expect(bridge.inputsOf('entry.read')[1]).toEqual({
    ...{ recordingId: 'live', seq: 1, from: 6, maxChars: 1_000_000 },
  });
  expect(document.querySelector('.entry-remarks')?.textContent).not.toContain('Cut');
  expect(text()).toBe('<a>cut</a>');
});

it('warns of what deceives and shows it by name', async () => {
  await showEntry({ xml: "<message from='a\u202Eb'/>" });
  expect(document.querySelector('.entry-remarks')?.textContent).toContain(
    'May read otherwise than it is: 1 × right-to-left override (U+202E).',
  );
  expect(document.querySelector<HTMLElement>('.cm-content .unseen-mark')?.title).toBe(
    'Right-to-left override, U+202E',
  );
});

it('keeps the chosen view', async () => {
  await showEntry({ xml: '<a><b/></a>' });
  byName('radio', 'Tree').click();
  await flushPromises();
  expect(JSON.parse(localStorage.getItem('pushscope.entry-detail') ?? '')).toMatchObject({
    view: 'tree',
  });
  expect(byName('tree', 'Tree of the entry').tabIndex).toBe(0);
});

it('shows exactly what crossed', async () => {
  await showEntry({ xml: '<a><b/>\r\n</a>' });
  expect(document.querySelectorAll('.cm-line')).toHaveLength(3);
  byName('radio', 'Exact').click();
  await flushPromises();
  expect(text()).toBe('<a><b/>␍</a>');
});

it.each([
  ['a request still waiting', { type: 'get', direction: 'out' }, 'waiting since 10:00:00.000'],
  ['an answer', { direction: 'in', relation: 'answer', latencyMs: 12 }, 'answered after 12 ms'],
  [
    'a late answer',
    { direction: 'in', relation: 'late', latencyMs: 9 },
    'answered too late after 9 ms',
  ],
] as const)('tells the exchange of %s', async (_name, given, words) => {
  await showEntry(given);
  expect(document.querySelector('.exchange-timeline')?.textContent).toContain(words);
});
