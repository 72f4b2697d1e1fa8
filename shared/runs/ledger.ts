/**
 * Keeps account of registrations from what is asked and answered. No server can be asked for them, and none
 * tells when it drops one: facts 4.3 and 4.6.
 */
import type { ExchangeOutcome } from '../contract/exchange.ts';
import type { LedgerEntry, LedgerState } from '../contract/ledger.ts';
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild } from '../xml/query.ts';
import { findDataForm } from '../xmpp/data-form.ts';
import { toBareJid } from '../xmpp/jid.ts';
import { NS_PUBSUB, NS_PUBSUB_OWNER, NS_PUSH_0, NS_REGISTER } from '../xmpp/namespaces.ts';

/** A request that was answered. */
export interface AnsweredRequest {
  /** Bare JID of the account that asked. */
  readonly account: string;
  readonly request: XmlElement;
  readonly outcome: ExchangeOutcome;
}

/** What the rules cannot know by themselves. */
export interface LedgerMeans {
  nextId(): string;
  /** ISO 8601. */
  now(): string;
  /** The alias of a device token. */
  alias(token: string): string;
}

type Ledger = readonly LedgerEntry[];

/** Which registration is meant; a node left out means all of them. */
interface Target {
  readonly account?: string;
  readonly service?: string;
  readonly node?: string | undefined;
}

const STORED = 'Enable was answered result. Nothing else is verified yet.';
const PROVEN = 'A push arrived.';
const DISABLED = 'This console disabled it.';
const NODE_DELETED =
  'Its node was deleted. The next push finds no node, and the server then drops the registration without a word.';
const UNREGISTERED = 'The account was removed, and its registrations with it.';

/** Tells whether a request can change the ledger; nearly none can, and sessions send thousands a second. */
export function concernsLedger(request: XmlElement): boolean {
  if (request.attrs['type'] !== 'set') return false;
  return childElements(request).some(({ ns }) =>
    [NS_PUSH_0, NS_PUBSUB, NS_PUBSUB_OWNER, NS_REGISTER].includes(ns),
  );
}

/**
 * The ledger after an answer.
 * @returns the same list when nothing changed
 */
export function afterAnswer(ledger: Ledger, answered: AnsweredRequest, means: LedgerMeans): Ledger {
  const { account, request, outcome } = answered;
  const payload = childElements(request)[0];
  if (payload === undefined) return ledger;
  if (outcome.kind === 'error') {
    return payload.ns === NS_PUBSUB ? afterRefusal(ledger, answered, payload, means) : ledger;
  }
  if (outcome.kind !== 'result') return ledger;
  if (payload.ns === NS_PUSH_0) return afterRegistration(ledger, account, payload, means);
  if (payload.ns === NS_REGISTER) {
    const removed = findChild(payload, 'remove', NS_REGISTER) !== undefined;
    return removed ? settle(ledger, { account }, 'removed', UNREGISTERED, means) : ledger;
  }
  const deleted = findChild(payload, 'delete', NS_PUBSUB_OWNER);
  if (deleted === undefined) return ledger;
  const target = { service: serviceOf(request), node: deleted.attrs['node'] };
  return settle(ledger, target, 'removed', NODE_DELETED, means);
}

/** The ledger after a push that a registration brought about. */
export function afterPush(
  ledger: Ledger,
  target: { readonly account: string; readonly service: string; readonly node: string },
  means: LedgerMeans,
): Ledger {
  return settle(ledger, target, 'proven', PROVEN, means);
}

function afterRegistration(
  ledger: Ledger,
  account: string,
  payload: XmlElement,
  means: LedgerMeans,
): Ledger {
  const target = {
    account,
    service: toBareJid(payload.attrs['jid'] ?? ''),
    node: payload.attrs['node'],
  };
  if (payload.name === 'disable') return settle(ledger, target, 'disabled', DISABLED, means);
  if (payload.name !== 'enable' || target.node === undefined) return ledger;
  const known = ledger.find((entry) => isMeant(entry, target));
  const entry = toEntry({ ...target, node: target.node }, payload, known?.id, means);
  return known === undefined
    ? [...ledger, entry]
    : ledger.map((other) => (other === known ? entry : other));
}

function toEntry(
  target: { readonly account: string; readonly service: string; readonly node: string },
  enable: XmlElement,
  id: string | undefined,
  means: LedgerMeans,
): LedgerEntry {
  const fields = findDataForm(enable)?.fields ?? [];
  const option = (name: string): string =>
    fields.findLast((field) => field.name === name)?.values[0] ?? '';
  const token = option('device_id');
  return {
    id: id ?? means.nextId(),
    ...target,
    pushService: option('service'),
    deviceAlias: token === '' ? '' : means.alias(token),
    state: 'stored',
    why: STORED,
    enabledAt: means.now(),
    changedAt: means.now(),
  };
}

/** An error of type cancel to a publish by hand is what the server would get, too: facts 4.6. */
function afterRefusal(
  ledger: Ledger,
  { request, outcome }: AnsweredRequest,
  payload: XmlElement,
  means: LedgerMeans,
): Ledger {
  const publish = findChild(payload, 'publish', NS_PUBSUB);
  if (publish === undefined || outcome.kind !== 'error' || outcome.error.type !== 'cancel') {
    return ledger;
  }
  const names = [
    outcome.error.condition,
    ...outcome.error.applicationConditions.map(({ name }) => name),
  ];
  const why = `Publishing to its node was refused: ${names.join(', ')}. The server drops a registration when it meets such an error itself.`;
  const target = { service: serviceOf(request), node: publish.attrs['node'] };
  return settle(ledger, target, 'removed', why, means);
}

function serviceOf(request: XmlElement): string {
  return toBareJid(request.attrs['to'] ?? '');
}

/** Only registrations that stand can be lost or proven. */
function settle(
  ledger: Ledger,
  target: Target,
  state: LedgerState,
  why: string,
  { now }: LedgerMeans,
): Ledger {
  const changes = (entry: LedgerEntry): boolean =>
    stands(entry) && entry.state !== state && isMeant(entry, target);
  if (!ledger.some(changes)) return ledger;
  return ledger.map((entry) =>
    changes(entry) ? { ...entry, state, why, changedAt: now() } : entry,
  );
}

/** Tells whether the server still has the registration, as far as this console knows. */
export function stands({ state }: LedgerEntry): boolean {
  return state === 'stored' || state === 'proven';
}

/** Other registrations that stand for the same token: each push comes once for every one of them. */
export function sharingToken(ledger: Ledger, entry: LedgerEntry): Ledger {
  if (entry.deviceAlias === '' || !stands(entry)) return [];
  return ledger.filter(
    (other) => other !== entry && stands(other) && other.deviceAlias === entry.deviceAlias,
  );
}

function isMeant(entry: LedgerEntry, { account, service, node }: Target): boolean {
  return (
    (account === undefined || entry.account === account) &&
    (service === undefined || entry.service === service) &&
    (node === undefined || entry.node === node)
  );
}
