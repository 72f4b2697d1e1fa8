/** Builders of run data with defaults. */
import type { RunParameters, StepExchange } from '#shared/contract/run.ts';
import type { StanzaError } from '#shared/xmpp/stanza-error.ts';

/** Parameters of a PubSub-full run without proof. */
export function buildParameters(given: Partial<RunParameters> = {}): RunParameters {
  return {
    flow: 'full',
    sessionId: 's1',
    pubsubJid: '',
    node: '',
    pushService: 'apns',
    deviceId: 'token',
    options: {},
    peerSessionId: null,
    awayMode: 'unavailable',
    keep: false,
    timeoutMs: 2_000,
    ...given,
  };
}

/** An exchange answered with a result. */
export function buildExchange(given: Partial<StepExchange> = {}): StepExchange {
  return {
    exchangeId: 'e1',
    label: 'Ask',
    requestSeq: 1,
    answerSeq: 2,
    latencyMs: 1,
    requestXml: "<iq type='get' id='a'/>",
    answerXml: "<iq type='result' id='a'/>",
    outcome: { kind: 'result' },
    ...given,
  };
}

/** A stanza error of type cancel. */
export function buildStanzaError(condition: string): StanzaError {
  return {
    type: 'cancel',
    condition,
    text: '',
    lang: '',
    code: null,
    by: '',
    applicationConditions: [],
  };
}
