import { describe, expect, it } from 'vitest';
import { serializeXml } from '#shared/xml/serialize.ts';
import {
  affiliationChanges,
  buildAffiliationChanges,
  judgeAffiliations,
  readAffiliationList,
} from '#shared/xmpp/affiliation-list.ts';
import { parsed } from './parsed.ts';

const OWNER = 'http://jabber.org/protocol/pubsub#owner';
const ALICE = { jid: 'alice@localhost', affiliation: 'owner' };
const DOMAIN = { jid: 'localhost', affiliation: 'publish-only' };

describe('a list of affiliations', () => {
  it('is read from the answer to its owner', () => {
    const answer = parsed(
      `<iq type='result'><pubsub xmlns='${OWNER}'><affiliations node='n1'><affiliation jid='alice@localhost' affiliation='owner'/></affiliations></pubsub></iq>`,
    );
    expect(readAffiliationList(answer)).toEqual({ node: 'n1', entries: [ALICE] });
  });

  it.each([
    `<iq type='set'><pubsub xmlns='${OWNER}'><affiliations node='n1'/></pubsub></iq>`,
    "<iq type='result'><pubsub xmlns='http://jabber.org/protocol/pubsub'><affiliations/></pubsub></iq>",
    "<iq type='result'/>",
  ])('is not read from %s', (xml) => {
    expect(readAffiliationList(parsed(xml))).toBeNull();
  });

  it.each([
    ['nothing where nothing differs', [ALICE], [{ ...ALICE, jid: 'Alice@LOCALHOST' }], []],
    ['who is new', [ALICE], [ALICE, DOMAIN], [DOMAIN]],
    [
      'who has another',
      [DOMAIN],
      [{ ...DOMAIN, affiliation: 'publisher' }],
      [{ ...DOMAIN, affiliation: 'publisher' }],
    ],
    ['none for who is gone', [ALICE, DOMAIN], [ALICE], [{ ...DOMAIN, affiliation: 'none' }]],
    ['nothing for who is new and none', [], [{ ...DOMAIN, affiliation: 'none' }], []],
  ])('is changed by setting %s', (_, before, after, changes) => {
    expect(affiliationChanges(before, after)).toEqual(changes);
  });

  it('is judged before it is sent', () => {
    const entries = ['', 'a@b@c', 'alice@localhost/desk', 'localhost', 'LocalHost'].map((jid) => ({
      jid,
      affiliation: 'member',
    }));
    const problems = judgeAffiliations(entries);
    expect([...problems.keys()]).toEqual([0, 1, 2, 4]);
    expect(judgeAffiliations([ALICE, DOMAIN]).size).toBe(0);
  });

  it('is set with the changes alone', () => {
    const where = { to: 'pubsub.localhost', node: 'n1', id: 'a1' };
    expect(serializeXml(buildAffiliationChanges(where, [DOMAIN]))).toBe(
      `<iq type='set' to='pubsub.localhost' id='a1'><pubsub xmlns='${OWNER}'><affiliations node='n1'><affiliation jid='localhost' affiliation='publish-only'/></affiliations></pubsub></iq>`,
    );
  });
});
