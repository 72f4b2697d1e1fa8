import { flushPromises } from '@vue/test-utils';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import PasteDialog from '#renderer/components/transcripts/PasteDialog.vue';
import TranscriptsPlace from '#renderer/components/transcripts/TranscriptsPlace.vue';
import { usePasteLogStore } from '#renderer/stores/paste-log.ts';
import type { RecordingFacts } from '#shared/contract/channels.ts';
import { byName, mountPart, startFreshWindow, typeInto } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

const RECORDING: RecordingFacts = {
  ...{ id: 'p1', name: 'Pasted', startedAt: '2026-08-20T10:00:00.000Z', entries: 3, bytes: 1 },
  ...{ live: false, opened: true },
};

let bridge: ScriptedBridge;

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  bridge = startFreshWindow();
});

function pasteOn(target: EventTarget, text: string): ClipboardEvent {
  const data = new DataTransfer();
  data.setData('text', text);
  const event = new ClipboardEvent('paste', {
    clipboardData: data,
    bubbles: true,
    cancelable: true,
  });
  target.dispatchEvent(event);
  return event;
}

async function openDialog(): Promise<ReturnType<typeof usePasteLogStore>> {
  mountPart(PasteDialog);
  const store = usePasteLogStore();
  store.open = true;
  await flushPromises();
  return store;
}

const shown = () => document.body.textContent;

describe('pasting a log', () => {
  it('tells what the text looks like', async () => {
    await openDialog();
    await typeInto(
      'Pasted text',
      'when=2026-08-20T10:00:00Z x=<r /> \nwhen=2026-08-20T10:00:01Z what=a',
    );
    await vi.advanceTimersByTimeAsync(300);
    expect(shown()).toContain('MongooseIM log, 1 stanza, 1 part unreadable');
    expect(shown()).toContain('line 2');
    expect(shown()).toContain('No stanza in it');
  });

  it('shows the recording, and which lines gave nothing', async () => {
    const unread = [{ line: 7, why: 'No stanza in it' }];
    bridge.answer('recording.paste', { recording: RECORDING, unread, unreadCount: 1, guessed: 2 });
    const store = await openDialog();
    await typeInto('Pasted text', '<r />');
    byName('button', 'Read').click();
    await flushPromises();
    expect(bridge.inputsOf('recording.paste')).toMatchObject([{ text: '<r />' }]);
    expect(shown()).toContain('2 entries are in the inspector. 1 part could not be read:');
    expect(shown()).toContain('line 7');
    expect(store.text).toBe('');
  });

  it('keeps the text when nothing could be read', async () => {
    bridge.refuse('recording.paste', { code: 'nothing-to-read', what: 'No stanza was found.' });
    const store = await openDialog();
    await typeInto('Pasted text', 'hello');
    byName('button', 'Read').click();
    await flushPromises();
    expect(shown()).toContain('No stanza was found.');
    expect(store).toMatchObject({ typed: 'hello', open: true });
  });

  it('points to a file for more than can be pasted', async () => {
    const store = await openDialog();
    store.offer('<r />\n'.repeat(3_000_000));
    await vi.advanceTimersByTimeAsync(300);
    expect(shown()).toContain('The text is too long to be pasted.');
    expect(shown()).toContain('choose “Open transcript…”');
    expect(byName('button', 'Read')).toHaveProperty('disabled', true);
    await store.read();
    expect(bridge.inputsOf('recording.paste')).toEqual([]);
  });

  it('keeps a huge text out of the field', async () => {
    const store = await openDialog();
    const huge = '<r />\n'.repeat(100_000);
    expect(pasteOn(byName('textbox', 'Pasted text'), huge).defaultPrevented).toBe(true);
    await vi.advanceTimersByTimeAsync(300);
    expect(store.text).toBe(huge);
    expect(document.querySelector('textarea')).toBe(null);
    expect(shown()).toContain('600.0 kB of text');
    expect(shown()).toContain('XML; at its beginning, ');
    byName('button', 'Discard the text').click();
    await flushPromises();
    expect(byName('textbox', 'Pasted text')).toBeInstanceOf(HTMLTextAreaElement);
  });
});

describe('the transcripts place', () => {
  it('takes what is pasted on it', async () => {
    mountPart(TranscriptsPlace);
    await flushPromises();
    expect(pasteOn(document.body, '<r />').defaultPrevented).toBe(true);
    expect(usePasteLogStore()).toMatchObject({ open: true, typed: '<r />' });
  });

  it('leaves fields their own', async () => {
    mountPart(TranscriptsPlace);
    await flushPromises();
    const field = document.createElement('input');
    document.body.append(field);
    expect(pasteOn(field, '<r />').defaultPrevented).toBe(false);
    expect(usePasteLogStore().open).toBe(false);
  });
});
