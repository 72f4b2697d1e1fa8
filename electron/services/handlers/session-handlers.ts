/** Requests about sessions, stanzas and exchanges. */
import { ok } from '#shared/contract/result.ts';
import type { Handlers } from '../request-handlers.ts';

/** Answers `session.*`, `stanza.*` and `exchange.*`. */
export const sessionHandlers: Handlers<
  | 'session.list'
  | 'session.connect'
  | 'session.disconnect'
  | 'session.reopen'
  | 'session.away'
  | 'session.return'
  | 'clock.measure'
  | 'session.remove'
  | 'stanza.send'
  | 'exchange.list'
  | 'exchange.cancel'
> = {
  'session.list': ({ sessions }) => ok(sessions.list()),
  'session.connect': ({ sessions }, input) => sessions.connect(input),
  'session.disconnect': ({ sessions }, { sessionId }) => sessions.disconnect(sessionId),
  'session.reopen': ({ sessions }, { sessionId }) => sessions.reopen(sessionId),
  'session.away': ({ sessions }, { sessionId, mode }) => sessions.goAway(sessionId, mode),
  'session.return': ({ sessions }, { sessionId }) => sessions.comeBack(sessionId),
  'clock.measure': ({ sessions }, { sessionId }) => sessions.measureClock(sessionId),
  'session.remove': ({ sessions }, { sessionId }) => sessions.remove(sessionId),
  'stanza.send': async ({ sessions }, { sessionId, xml, ...context }) => {
    const sent = await sessions.send(sessionId, xml, context);
    if (!sent.ok) return sent;
    return ok(sent.value.exchange === null ? null : await sent.value.exchange.done);
  },
  'exchange.list': ({ sessions }) => ok(sessions.exchanges()),
  'exchange.cancel': ({ sessions }, { exchangeId }) => sessions.cancelExchange(exchangeId),
};
