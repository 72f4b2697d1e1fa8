import { describe, expect, it } from 'vitest';
import { hasFeature, hasIdentity, readDiscoInfo, readDiscoItems } from '#shared/xmpp/disco.ts';
import { parsed } from './parsed.ts';

const INFO = parsed(
  "<iq type='result'><query xmlns='http://jabber.org/protocol/disco#info' node='n'><identity category='pubsub' name='Publish-Subscribe' type='service'/><identity category='pubsub' type='push'/><x type='result' xmlns='jabber:x:data'><field type='hidden' var='FORM_TYPE'><value>http://jabber.org/network/serverinfo</value></field></x><feature var='urn:xmpp:push:0'/><feature/></query></iq>",
);

describe('readDiscoInfo', () => {
  const info = readDiscoInfo(INFO);

  it('reads identities, features and forms', () => {
    expect(info).toMatchObject({
      node: 'n',
      identities: [
        { category: 'pubsub', type: 'service', name: 'Publish-Subscribe' },
        { category: 'pubsub', type: 'push', name: '' },
      ],
      features: ['urn:xmpp:push:0', ''],
      forms: [{ formType: 'http://jabber.org/network/serverinfo' }],
    });
  });

  it('answers questions about it', () => {
    expect(info && hasFeature(info, 'urn:xmpp:push:0')).toBe(true);
    expect(info && hasIdentity(info, 'pubsub', 'push')).toBe(true);
    expect(info && hasIdentity(info, 'pubsub', 'pep')).toBe(false);
  });

  it('answers null for other payloads', () => {
    expect(readDiscoInfo(parsed('<iq/>'))).toBeNull();
    expect(readDiscoItems(INFO)).toBeNull();
  });
});

describe('readDiscoItems', () => {
  it('leaves out items without address', () => {
    const iq = parsed(
      "<iq><query xmlns='http://jabber.org/protocol/disco#items'><item jid='pubsub.localhost' node='n' name='N'/><item/><item jid='vjud.localhost'/></query></iq>",
    );

    expect(readDiscoItems(iq)).toEqual({
      node: '',
      items: [
        { jid: 'pubsub.localhost', node: 'n', name: 'N' },
        { jid: 'vjud.localhost', node: '', name: '' },
      ],
    });
  });
});
