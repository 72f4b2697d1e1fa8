/** Requests about sessions, stanzas and exchanges. */
import { ok } from '#shared/contract/result.ts';
import type { Handlers } from '../request-handlers.ts';

/** Answers `session.*`, `stanza.*` and `exchange.*`. */
export const sessionHandlers: Handlers<
  | 'session.list'
  | 'session.connect'
  | 'session.disconnect'
  | 'session.remove'
  | 'stanza.send'
  | 'exchange.list'
  | 'exchange.cancel'
> = {
  'session.list': ({ sessions }) => ok(sessions.list()),
  'session.connect': ({ sessions }, input) => sessions.connect(input),
  'session.disconnect': ({ sessions }, { sessionId }) => sessions.disconnect(sessionId),
  'session.remove': ({ sessions }, { sessionId }) => sessions.remove(sessionId),
  'stanza.send': async ({ sessions }, { sessionId, xml, timeoutMs }) => {
    const sent = await sessions.send(sessionId, xml, { timeoutMs });
    if (!sent.ok) return sent;
    return ok(sent.value.exchange === null ? null : await sent.value.exchange.done);
  },
  'exchange.list': ({ sessions }) => ok(sessions.exchanges()),
  'exchange.cancel': ({ sessions }, { exchangeId }) => sessions.cancelExchange(exchangeId),
};
