import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { useComposeStore } from '#renderer/stores/compose.ts';
import { usePracticeStore } from '#renderer/stores/practice.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import {
  buildPractice,
  buildRecording,
  buildRow,
  buildSession,
} from '#tests/support/contract-builders.ts';
import { installScriptedBridge, type ScriptedBridge } from '#tests/support/scripted-bridge.ts';

const EXCHANGE: ExchangeSnapshot = {
  id: 'e1',
  sessionId: 's1',
  stanzaId: 'x',
  to: '',
  requestSeq: 1,
  answerSeq: 2,
  latencyMs: 4,
  outcome: { kind: 'result' },
  foreignAnswers: [],
  lateAnswers: [],
};

describe('compose', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    localStorage.clear();
    setActivePinia(createPinia());
    bridge = installScriptedBridge();
    bridge.answer('recording.list', [buildRecording()]);
    bridge.answer('entry.read', { ...buildRow(2), xml: '<iq type="result"/>', masked: false });
    bridge.answer('stanza.send', EXCHANGE);
    usePracticeStore().apply(buildPractice());
    useSessionsStore().apply(buildSession());
  });

  function fill(): ReturnType<typeof useComposeStore> {
    const compose = useComposeStore();
    compose.setValue('node', 'n1');
    compose.setValue('device_id', 'b7'.repeat(32));
    return compose;
  }

  it('starts with what practice knows', () => {
    expect(useComposeStore().draft.values['jid']).toBe('pubsub.localhost');
  });

  it('sends and shows the answer', async () => {
    const compose = fill();
    await compose.send();
    expect(bridge.inputsOf('stanza.send')[0]).toMatchObject({ sessionId: 's1' });
    expect(compose.sending).toMatchObject({ state: 'answered', answerXml: '<iq type="result"/>' });
  });

  it('never sends one id twice', async () => {
    const compose = fill();
    await compose.send();
    await compose.send();
    const ids = bridge
      .inputsOf('stanza.send')
      .map(({ xml }) => /id='([^']+)'/.exec(xml)?.[1] ?? '');
    expect(new Set(ids).size).toBe(2);
  });

  it('sends nothing incomplete from the form', async () => {
    const compose = useComposeStore();
    await compose.send();
    expect(bridge.inputsOf('stanza.send')).toEqual([]);
    expect(compose.obstacle).toContain('not complete');
    expect(compose.attempted).toBe(true);
  });

  it('sends a wrong stanza typed by hand', async () => {
    const compose = useComposeStore();
    compose.setXml("<iq type='set' id='1'><enable xmlns='urn:xmpp:push:0'/></iq>");
    expect(compose.shownFindings.length).toBeGreaterThan(0);
    await compose.send();
    expect(bridge.inputsOf('stanza.send')).toHaveLength(1);
  });

  it('needs a session that is online', () => {
    useSessionsStore().apply(buildSession({ state: 'offline' }));
    expect(fill().obstacle).toContain('No session is online');
  });

  it('says why it was refused', async () => {
    bridge.refuse('stanza.send', { code: 'not-online', what: 'The session ended.' });
    const compose = fill();
    await compose.send();
    expect(compose.sending).toMatchObject({
      state: 'refused',
      problem: { what: 'The session ended.' },
    });
    expect(compose.draft.values['node']).toBe('n1');
  });

  it('sends broken text only when told to', async () => {
    bridge.refuse('stanza.send', { code: 'not-well-formed', what: 'The stanza was not sent.' });
    const compose = useComposeStore();
    compose.setXml('<iq><a></iq>');
    await compose.send();
    expect(compose.sending).toMatchObject({ state: 'refused', broken: false });
    bridge.answer('stanza.send', null);
    await compose.send({ evenBroken: true });
    expect(compose.sending).toMatchObject({ state: 'sent', broken: true, sessionId: 's1' });
    expect(bridge.inputsOf('stanza.send').map(({ xml, evenBroken }) => [xml, evenBroken])).toEqual([
      ['<iq><a></iq>', undefined],
      ['<iq><a></iq>', true],
    ]);
  });

  it('sends an id twice only when told to', async () => {
    bridge.refuse('stanza.send', { code: 'duplicate-id', what: 'The stanza was not sent.' });
    const compose = fill();
    await compose.send();
    expect(compose.sending?.problem?.code).toBe('duplicate-id');
    bridge.answer('stanza.send', EXCHANGE);
    await compose.send({ allowDuplicateId: true });
    expect(bridge.inputsOf('stanza.send').map((input) => input.allowDuplicateId)).toEqual([
      undefined,
      true,
    ]);
  });

  it('keeps drafts over a restart', async () => {
    fill().choose('message');
    await nextTick();
    setActivePinia(createPinia());
    expect(useComposeStore().draft.values['node']).toBe('n1');
  });

  it('keeps no credentials over a restart', async () => {
    const compose = useComposeStore();
    compose.choose('raw');
    compose.setXml(
      "<iq type='set' id='1'><query xmlns='jabber:iq:register'><password>hunter2</password></query></iq>",
    );
    await nextTick();
    const kept = Array.from({ length: localStorage.length }, (_, index) =>
      localStorage.getItem(localStorage.key(index) ?? ''),
    );
    expect(kept.join()).not.toContain('hunter2');
  });
});
