/** Traps of what crosses the wire and what is shown of it: library facts 3, 11, 12, 16, 17. */
import { xml, type StockElement } from '@xmpp/client';
import debug from '@xmpp/debug';
import { onTestFinished, vi } from 'vitest';
import { createRedactor } from '#shared/transcript/redact.ts';
import { NO_SUMMARY, type WireEntry } from '#shared/transcript/entry.ts';
import { startPractice } from '#tests/support/practice-account.ts';
import type { ScriptedPeer } from '#tests/support/scripted-server.ts';
import { createTestSessions } from '#tests/support/test-sessions.ts';
import { createStock, startDuel } from './stock-client.ts';
import type { Trap } from './trap.ts';

const HORSE = '🐎';
const TOKEN = 'c0ffee5ecret70ken';
const ENABLE = `<iq type='set' id='e1'><enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='n'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='device_id'><value>${TOKEN}</value></field></x></enable></iq>`;

/** Written with two spaces and single quotes, as no serializer would. */
const ODD = "<message  from='localhost'\n to='alice@localhost/console'><body>x</body></message>";
const LAST = "<message from='localhost' id='last'/>";

/** Sends a character in two TCP segments that cannot be read as one: the second follows an answer. */
async function sendTorn(peer: ScriptedPeer, read: () => Promise<void>): Promise<void> {
  const bytes = Buffer.from(`<message from='localhost' id='torn'><body>${HORSE}</body></message>`);
  const cut = bytes.indexOf(Buffer.from(HORSE)) + 2;
  peer.send(bytes.subarray(0, cut));
  await read();
  peer.send(bytes.subarray(cut));
  peer.send(LAST);
}

/** Until the loop has turned often enough for loopback to have delivered. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}

export const WIRE_TRAPS: readonly Trap[] = [
  {
    fact: 3,
    title: 'a character split between two reads is lost',
    async run() {
      const { stock, ours } = await startDuel();
      const body = new Promise<string>((resolve) => {
        stock.xmpp.on('stanza', (stanza: { getChildText(name: string): string | null }) => {
          const text = stanza.getChildText('body');
          if (text !== null) resolve(text);
        });
      });
      await sendTorn(stock.peer, settle);
      const saw = await body;

      await sendTorn(ours.peer, settle);
      await vi.waitFor(() => {
        if (!ours.sessions.text('in').includes(LAST)) throw new Error('not yet');
      });
      const exact = ours.sessions.text('in').includes(`<body>${HORSE}</body>`);
      return {
        stock: { saw, wrong: saw.includes('\uFFFD') },
        ours: { saw: exact ? HORSE : 'something else', right: exact },
      };
    },
  },
  {
    fact: 11,
    title: 'its events carry elements written anew, and no stream tags',
    async run() {
      const { stock, ours } = await startDuel();
      const seen: string[] = [];
      stock.xmpp.on('element', (element: StockElement) => seen.push(element.toString()));
      stock.peer.send(ODD + LAST);
      ours.peer.send(ODD + LAST);
      await vi.waitFor(() => {
        if (seen.length < 2 || !ours.sessions.text('in').includes(LAST)) throw new Error('not yet');
      });
      const texts = ours.sessions.entries.map(({ xml: text }) => text);
      const hasHeader = texts.some((text) => text.includes('<stream:stream'));
      return {
        stock: { saw: seen[0] ?? '', wrong: !seen.includes(ODD) },
        ours: {
          saw:
            texts.includes(ODD) && hasHeader ? 'the exact text, stream headers too' : 'other text',
          right: texts.includes(ODD) && hasHeader,
        },
      };
    },
  },
  {
    fact: 12,
    title: '@xmpp/debug shows device tokens',
    async run() {
      const { stock, ours } = await startDuel();
      const lines: string[] = [];
      const spy = vi.spyOn(console, 'debug').mockImplementation((...parts: unknown[]) => {
        lines.push(parts.map(String).join(' '));
      });
      debug(stock.xmpp, true);
      const enable = xml('iq', { type: 'set', id: 'e1' }, tokenForm());
      await stock.xmpp.send(enable);
      // It goes on to tell about closing.
      onTestFinished(() => spy.mockRestore());

      await ours.sessions.service.send(ours.sessionId, ENABLE, { timeoutMs: 100 });
      const recorded = ours.sessions.entries.find((entry) => entry.xml === ENABLE);
      const exported = createRedactor({ profile: 'public' }).redactEntry(toEntry(ENABLE)).entry.xml;
      const shown = lines.some((line) => line.includes(TOKEN));
      const kept =
        recorded !== undefined && !exported.includes(TOKEN) && exported.includes('enable');
      return {
        stock: { saw: shown ? 'the token, in the clear' : 'no token', wrong: shown },
        ours: { saw: kept ? 'exact in the session, masked in an export' : exported, right: kept },
      };
    },
  },
  {
    fact: 16,
    title: 'a replaced write() misses what WebSocket sends',
    async run() {
      const server = await startPractice({ websocketPort: 0 });
      const service = `ws://127.0.0.1:${server.websocketPort ?? 0}/ws-xmpp`;
      const { xmpp } = createStock({ service, username: 'alice', password: 'alicepw' });
      await xmpp.start();
      const tapped: string[] = [];
      const write = xmpp.write.bind(xmpp);
      xmpp.write = (text) => {
        tapped.push(text);
        return write(text);
      };
      await xmpp.sendMany([xml('presence'), xml('presence', { type: 'unavailable' })]);
      const stanzas = tapped.filter((text) => text.startsWith('<presence'));

      const sessions = createTestSessions();
      const session = await sessions.online({ service, allowPlaintext: true });
      const presence = "<presence xmlns='jabber:client'/>";
      await sessions.service.send(session.id, presence, { timeoutMs: 100 });
      const complete = /<open .*<auth .*<presence xmlns='jabber:client'\/>$/s.test(
        sessions.text('out'),
      );
      return {
        stock: { saw: `${stanzas.length} of 2 stanzas`, wrong: stanzas.length === 0 },
        ours: { saw: complete ? 'every frame from <open/> on' : 'gaps', right: complete },
      };
    },
  },
  {
    fact: 17,
    title: 'text written past stream management breaks its counter',
    async run() {
      const { stock, ours } = await startDuel();
      const enabled = "<enabled xmlns='urn:xmpp:sm:3'/>";
      const acknowledged = "<a xmlns='urn:xmpp:sm:3' h='1'/>";
      await stock.xmpp.send(xml('enable', { xmlns: 'urn:xmpp:sm:3' }));
      await stock.xmpp.write("<message to='localhost'/>");
      stock.peer.send(enabled + acknowledged);
      await vi.waitFor(() => {
        if (stock.errors.length === 0) throw new Error('not yet');
      });
      const saw = stock.errors[0]?.name ?? '';

      const { sessions, sessionId, peer } = ours;
      const send = (text: string) => sessions.service.send(sessionId, text, { timeoutMs: 100 });
      await send("<enable xmlns='urn:xmpp:sm:3'/>");
      await send("<message to='localhost'/>");
      peer.send(enabled + acknowledged + LAST);
      await vi.waitFor(() => {
        if (!sessions.text('in').includes(LAST)) throw new Error('not yet');
      });
      const state = sessions.service.find(sessionId)?.state ?? 'gone';
      return {
        stock: { saw, wrong: saw === 'TypeError' },
        ours: { saw: `still ${state}`, right: state === 'online' },
      };
    },
  },
];

function tokenForm() {
  const value = xml('field', { var: 'device_id' }, xml('value', {}, TOKEN));
  const form = xml('x', { xmlns: 'jabber:x:data', type: 'submit' }, value);
  return xml('enable', { xmlns: 'urn:xmpp:push:0', jid: 'pubsub.localhost', node: 'n' }, form);
}

function toEntry(text: string): WireEntry {
  return {
    ...NO_SUMMARY,
    ...{ seq: 1, sessionId: 's1', sessionName: 'alice', time: '2026-01-01T00:00:00.000Z' },
    ...{ monotonicMs: 0, direction: 'out', kind: 'stanza', bytes: text.length, replyTo: null },
    ...{ latencyMs: null, relation: null, runId: null, stepId: null, text: '' },
    ...{ xml: text, masked: false },
  };
}
