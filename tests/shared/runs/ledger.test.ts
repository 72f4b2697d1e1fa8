import { describe, expect, it } from 'vitest';
import type { ExchangeOutcome } from '#shared/contract/exchange.ts';
import type { LedgerEntry } from '#shared/contract/ledger.ts';
import { afterAnswer, afterPush, sharingToken } from '#shared/runs/ledger.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { readStanzaError } from '#shared/xmpp/stanza-error.ts';

const ALICE = 'alice@e';
const RESULT: ExchangeOutcome = { kind: 'result' };

function enable(node: string, token = 't1', jid = 'push.e'): string {
  const options = `<x xmlns='jabber:x:data' type='submit'><field var='service'><value>apns</value></field><field var='device_id'><value>${token}</value></field></x>`;
  return `<iq type='set' id='1'><enable xmlns='urn:xmpp:push:0' jid='${jid}' node='${node}'>${options}</enable></iq>`;
}

function disable(attributes: string): string {
  return `<iq type='set' id='1'><disable xmlns='urn:xmpp:push:0' ${attributes}/></iq>`;
}

const PUBLISH =
  "<iq type='set' id='1' to='push.e'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='a'/></pubsub></iq>";
const DELETE =
  "<iq type='set' id='1' to='push.e'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='a'/></pubsub></iq>";
const UNREGISTER = "<iq type='set' id='1'><query xmlns='jabber:iq:register'><remove/></query></iq>";

function refusal(type: string, condition: string): ExchangeOutcome {
  const xml = `<iq type='error' id='1'><error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`;
  const parsed = parseXml(xml);
  const error = parsed.ok ? readStanzaError(parsed.element) : null;
  if (error === null) throw new Error('An error was expected.');
  return { kind: 'error', error };
}

/** The ledger after requests, each with its outcome; times count up. */
function keep(
  requests: readonly (readonly [string, ExchangeOutcome?, string?])[],
  before: readonly LedgerEntry[] = [],
): readonly LedgerEntry[] {
  return requests.reduce((ledger, [xml, outcome = RESULT, account = ALICE]) => {
    const parsed = parseXml(xml);
    if (!parsed.ok) throw new Error(xml);
    return afterAnswer(ledger, { account, request: parsed.element, outcome }, means);
  }, before);
}

let count = 0;
const means = {
  nextId: () => `r${(count += 1)}`,
  now: () => `time ${(count += 1)}`,
  alias: (token: string) => `alias of ${token}`,
};

describe('ledger', () => {
  it('keeps what was enabled, without the token', () => {
    const [entry] = keep([[enable('a', 'secret')]]);

    expect(entry).toMatchObject({
      account: ALICE,
      service: 'push.e',
      node: 'a',
      pushService: 'apns',
      deviceAlias: 'alias of secret',
      state: 'stored',
    });
  });

  it.each([
    ['refused', refusal('modify', 'bad-request')],
    ['unanswered', { kind: 'timeout', afterMs: 1 } as const],
  ])('keeps nothing that was %s', (_what, outcome) => {
    expect(keep([[enable('a'), outcome]])).toEqual([]);
  });

  it('replaces a registration of the same node', () => {
    const ledger = keep([[enable('a', 't1')], [enable('a', 't2')]]);

    expect(ledger).toMatchObject([{ node: 'a', deviceAlias: 'alias of t2', state: 'stored' }]);
  });

  it.each([
    ['one node', disable("jid='push.e' node='a'"), ['disabled', 'stored', 'stored']],
    ['all nodes of a service', disable("jid='push.e'"), ['disabled', 'disabled', 'stored']],
    ['nothing of that name', disable("jid='push.e' node='A'"), ['stored', 'stored', 'stored']],
  ])('disables %s', (_what, xml, states) => {
    const ledger = keep([[enable('a')], [enable('b')], [enable('a', 't', 'other.e')], [xml]]);

    expect(ledger.map(({ state }) => state)).toEqual(states);
  });

  it('leaves other accounts alone', () => {
    const ledger = keep([
      [enable('a')],
      [enable('a', 't', 'push.e'), RESULT, 'bob@e'],
      [disable("jid='push.e'")],
    ]);

    expect(ledger.map(({ state }) => state)).toEqual(['disabled', 'stored']);
  });

  it.each([
    ['its node is deleted', DELETE, RESULT, 'removed'],
    ['publishing is refused for good', PUBLISH, refusal('cancel', 'item-not-found'), 'removed'],
    ['publishing is refused for now', PUBLISH, refusal('wait', 'internal-server-error'), 'stored'],
    ['publishing is not allowed', PUBLISH, refusal('auth', 'forbidden'), 'stored'],
    ['the account is removed', UNREGISTER, RESULT, 'removed'],
  ])('judges a registration when %s', (_what, xml, outcome, state) => {
    const [entry] = keep([[enable('a')], [xml, outcome]]);

    expect(entry?.state).toBe(state);
  });

  it('says why the server probably dropped it', () => {
    const [entry] = keep([[enable('a')], [PUBLISH, refusal('cancel', 'item-not-found')]]);

    expect(entry?.why).toContain('item-not-found');
  });

  it('is proven by a push while it stands', () => {
    const target = { account: ALICE, service: 'push.e', node: 'a' };
    const proven = afterPush(keep([[enable('a')]]), target, means);
    const disabled = keep([[disable("jid='push.e' node='a'")]], proven);

    expect(proven[0]?.state).toBe('proven');
    expect(afterPush(disabled, target, means)).toBe(disabled);
  });

  it('shows registrations that share a token', () => {
    const ledger = keep([[enable('a', 't1')], [enable('b', 't1')], [enable('c', 't2')]]);
    const [first] = ledger;

    expect(first && sharingToken(ledger, first).map(({ node }) => node)).toEqual(['b']);
    const left = keep([[disable("jid='push.e' node='b'")]], ledger);
    expect(left[0] && sharingToken(left, left[0])).toEqual([]);
  });
});
