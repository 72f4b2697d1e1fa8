/** Traps of requests and their answers: library facts 4 to 7. */
import { xml } from '@xmpp/client';
import { BOUND_JID } from '#tests/support/scripted-server.ts';
import { startDuel, type Duel } from './stock-client.ts';
import type { Trap } from './trap.ts';

const REQUEST = "<iq type='get' id='q1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
const ASKED = /<iq [^>]*id=["']q1["'][^]*?<\/iq>/;
const RESULT = `<iq type='result' id='q1' from='localhost' to='${BOUND_JID}'/>`;
const FOREIGN = `<iq type='result' id='q1' from='mallory@evil.example' to='${BOUND_JID}'/>`;
const NO_ERROR = `<iq type='error' id='q1' from='localhost' to='${BOUND_JID}'/>`;
const TEXT_FIRST = `<iq type='error' id='q1' from='localhost' to='${BOUND_JID}'><error type='cancel'><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>no such node</text><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`;

/** Long enough for an answer on loopback, short for one that never comes. */
const WAIT_MS = 400;

function askStock({ stock }: Duel, timeoutMs = WAIT_MS): Promise<string> {
  const stanza = xml(
    'iq',
    { type: 'get', id: 'q1', to: 'localhost' },
    xml('ping', { xmlns: 'urn:xmpp:ping' }),
  );
  return stock.xmpp.iqCaller.request(stanza, timeoutMs).then(
    (answer) => `resolved by ${answer.attrs['from'] ?? 'nobody'}`,
    (error: unknown) => {
      const { condition, name } = error as Error & { condition?: string };
      return condition ?? name;
    },
  );
}

export const ANSWER_TRAPS: readonly Trap[] = [
  {
    fact: 4,
    title: 'a result from a stranger answers a request',
    async run() {
      const duel = await startDuel();
      const stock = askStock(duel);
      await duel.stock.peer.until(ASKED);
      duel.stock.peer.send(FOREIGN);
      const saw = await stock;

      const { sessions, sessionId, peer } = duel.ours;
      const asked = sessions.ask(sessionId, REQUEST);
      await peer.until(ASKED);
      peer.send(FOREIGN + RESULT);
      const { outcome, foreignAnswers } = await asked;
      const from = foreignAnswers.map((answer) => answer.from).join();
      return {
        stock: { saw, wrong: saw === 'resolved by mallory@evil.example' },
        ours: {
          saw: `${outcome?.kind ?? 'nothing'} from the one asked; noted ${from}`,
          right: outcome?.kind === 'result' && from === 'mallory@evil.example',
        },
      };
    },
  },
  {
    fact: 5,
    title: 'a second request with the same id loses the first',
    async run() {
      const duel = await startDuel();
      const first = askStock(duel);
      const second = askStock(duel);
      await duel.stock.peer.until(ASKED);
      await duel.stock.peer.until(ASKED);
      duel.stock.peer.send(RESULT + RESULT);
      const ends = await Promise.all([first, second]);

      const { sessions, sessionId, peer } = duel.ours;
      const asked = sessions.ask(sessionId, REQUEST);
      await peer.until(ASKED);
      const refused = await sessions.service.send(sessionId, REQUEST, { timeoutMs: WAIT_MS });
      peer.send(RESULT);
      const { outcome } = await asked;
      const code = refused.ok ? 'sent' : refused.error.code;
      return {
        stock: {
          saw: `first: ${ends[0]}, second: ${ends[1]}`,
          wrong: ends[0] === 'TimeoutError' && ends[1] === 'resolved by localhost',
        },
        ours: {
          saw: `first: ${outcome?.kind ?? 'nothing'}, second: ${code}`,
          right: outcome?.kind === 'result' && code === 'duplicate-id',
        },
      };
    },
  },
  {
    fact: 6,
    title: 'an error without <error/> ends as a bare time-out',
    async run() {
      const duel = await startDuel();
      const stock = askStock(duel);
      await duel.stock.peer.until(ASKED);
      duel.stock.peer.send(NO_ERROR);
      const saw = await stock;
      const thrown = duel.stock.errors.map(({ name }) => name).join();

      const { sessions, sessionId, peer } = duel.ours;
      const asked = sessions.ask(sessionId, REQUEST);
      await peer.until(ASKED);
      peer.send(NO_ERROR);
      const { outcome } = await asked;
      return {
        stock: {
          saw: `${thrown}, then ${saw}`,
          wrong: thrown === 'TypeError' && saw === 'TimeoutError',
        },
        ours: {
          saw: outcome?.kind ?? 'nothing',
          right: outcome?.kind === 'error-without-reason',
        },
      };
    },
  },
  {
    fact: 7,
    title: '<text/> before the condition is taken for the condition',
    async run() {
      const duel = await startDuel();
      const stock = askStock(duel);
      await duel.stock.peer.until(ASKED);
      duel.stock.peer.send(TEXT_FIRST);
      const saw = await stock;

      const { sessions, sessionId, peer } = duel.ours;
      const asked = sessions.ask(sessionId, REQUEST);
      await peer.until(ASKED);
      peer.send(TEXT_FIRST);
      const { outcome } = await asked;
      const condition = outcome?.kind === 'error' ? outcome.error.condition : 'nothing';
      return {
        stock: { saw, wrong: saw === 'text' },
        ours: { saw: condition, right: condition === 'item-not-found' },
      };
    },
  },
];
