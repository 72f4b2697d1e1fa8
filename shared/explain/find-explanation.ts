/** Finds the explanation that fits best: the one whose trigger says most of what was seen. */
import type { VerdictExplanation } from '../contract/run.ts';
import type { XmlElement } from '../xml/node.ts';
import { escapeAttribute } from '../xml/serialize.ts';
import { domainOf } from '../xmpp/jid.ts';
import type { StanzaError } from '../xmpp/stanza-error.ts';
import { EXPLANATIONS } from './catalogue.ts';
import type { AnswerTrigger, Explanation, Sign, StreamTrigger } from './explanation.ts';
import { type Operation, payloadOf } from './operation.ts';
import { answerShows, requestShows } from './traits.ts';
import { holdsFor, sectionName, versionWords } from './versions.ts';

/** An answer with what is known of its request. */
export interface SeenAnswer {
  readonly operation: Operation;
  readonly request: XmlElement | undefined;
  /** The answer itself, when it is at hand. */
  readonly answer: XmlElement | undefined;
  /** Null for a result. */
  readonly error: StanzaError | null;
  readonly serverVersion: string | undefined;
}

/** An element of the stream that is no stanza. */
export interface SeenElement {
  readonly element: StreamTrigger['element'];
  readonly condition: string;
  readonly text: string;
  readonly xml: XmlElement;
  readonly serverVersion: string | undefined;
}

/** @returns the explanation of an answer; undefined when none is known */
export function explainAnswer(seen: SeenAnswer): Explanation | undefined {
  return best(seen.serverVersion, ({ answers = [] }) =>
    answers.filter((trigger) => fitsAnswer(trigger, seen)).map(weightOf),
  );
}

/** @returns the explanation of an element of the stream; undefined when none is known */
export function explainElement(seen: SeenElement): Explanation | undefined {
  return best(seen.serverVersion, ({ streams = [] }) =>
    streams.filter((trigger) => fitsElement(trigger, seen)).map(weightOf),
  );
}

/** @returns the first explanation of what somebody saw; undefined when none is known for the version */
export function explainSign(sign: Sign, serverVersion?: string): Explanation | undefined {
  return best(serverVersion, ({ signs = [] }) => (signs.includes(sign) ? [1] : []));
}

function best(
  version: string | undefined,
  weights: (explanation: Explanation) => readonly number[],
): Explanation | undefined {
  let found: Explanation | undefined;
  let highest = 0;
  for (const explanation of EXPLANATIONS) {
    const weight = holdsFor(explanation, version) ? Math.max(0, ...weights(explanation)) : 0;
    if (weight > highest) [found, highest] = [explanation, weight];
  }
  return found;
}

/** What is seen in the request says more than any condition. */
function weightOf(trigger: AnswerTrigger | StreamTrigger): number {
  const seen = 'request' in trigger || 'answer' in trigger ? 10 : 0;
  return seen + Object.keys(trigger).length;
}

function fitsAnswer(trigger: AnswerTrigger, seen: SeenAnswer): boolean {
  const { request, answer, error } = seen;
  return (
    (trigger.operations?.includes(seen.operation) ?? true) &&
    (trigger.condition ?? '') === (error?.condition ?? '') &&
    (trigger.type === undefined || trigger.type === error?.type) &&
    (trigger.text?.test(error?.text ?? '') ?? true) &&
    fitsApplication(trigger, error) &&
    (trigger.request === undefined ||
      (request !== undefined && requestShows(request, trigger.request))) &&
    (trigger.answer === undefined || (answer !== undefined && answerShows(answer, trigger.answer)))
  );
}

function fitsApplication(
  { application, feature }: AnswerTrigger,
  error: StanzaError | null,
): boolean {
  if (application === undefined) return true;
  const conditions = error?.applicationConditions ?? [];
  return conditions.some(
    (one) => one.name === application && (feature === undefined || feature === one.feature),
  );
}

function fitsElement(trigger: StreamTrigger, seen: SeenElement): boolean {
  return (
    trigger.element === seen.element &&
    (trigger.condition === undefined || trigger.condition === seen.condition) &&
    (trigger.text?.test(seen.text) ?? true) &&
    (trigger.answer === undefined || answerShows(seen.xml, trigger.answer))
  );
}

/** Where a confirming stanza is to go. */
export interface Places {
  /** Bare JID of one's own. */
  readonly account?: string;
  readonly service?: string;
  readonly node?: string;
}

/** Software that the explanations were not drawn from. */
function isForeign(serverName: string | undefined): serverName is string {
  return serverName !== undefined && serverName !== '' && !/mongoose/i.test(serverName);
}

/** Which server answered, as far as it told. */
export interface AnsweringServer {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
}

/**
 * An explanation as a verdict carries it, with the names of the server's version and stanzas ready to send.
 * @param server what it calls itself; settings are named only for MongooseIM
 */
export function toVerdictExplanation(
  explanation: Explanation,
  places: Places = {},
  { name, version }: AnsweringServer = {},
): VerdictExplanation {
  const { id, cause, check, confirm } = explanation;
  const foreign = isForeign(name);
  return {
    id,
    cause,
    versions: foreign
      ? `Known from ${versionWords(explanation)} Whether it holds for ${name} is not known.`
      : versionWords(explanation, version),
    check:
      check === undefined || foreign
        ? null
        : { section: sectionName(check.section, version), option: check.option },
    confirm:
      confirm === undefined
        ? null
        : {
            words: fill(confirm.words, places, (value) => value),
            xml: fill(confirm.xml, places, escapeAttribute),
          },
  };
}

/** Service and node that a request is about. */
export function placesOf(request: XmlElement | undefined): Places {
  if (request === undefined) return {};
  const payload = payloadOf(request);
  const action = payload?.children.find((child) => typeof child !== 'string');
  const service = payload?.attrs['jid'] ?? request.attrs['to'] ?? '';
  const node = payload?.attrs['node'] ?? action?.attrs['node'] ?? '';
  return { ...(service === '' ? {} : { service }), ...(node === '' ? {} : { node }) };
}

/** Names of RFC 2606 stand where nothing is known, so that they can be seen to be examples. */
function fill(text: string, places: Places, write: (value: string) => string): string {
  const { account = 'me@example.org', service, node = 'my-node' } = places;
  const domain = domainOf(account);
  const values = { account, domain, service: service ?? `pubsub.${domain}`, node };
  return text.replaceAll(/\{(account|domain|service|node)\}/g, (_, name: keyof typeof values) =>
    write(values[name]),
  );
}
