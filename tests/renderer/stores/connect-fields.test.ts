import { expect, it } from 'vitest';
import {
  type ConnectFields,
  isSecuredAddress,
  judgeConnectFields,
} from '#renderer/stores/connect-fields.ts';

const RIGHT: ConnectFields = {
  jid: 'alice@localhost',
  password: 'x',
  service: '',
  trust: 'system',
  fingerprint256: '',
};

it('accepts a JID and a password', () => {
  expect(judgeConnectFields(RIGHT, false)).toEqual({});
});

it.each([
  ['jid', { jid: '' }],
  ['jid', { jid: 'alice@' }],
  ['jid', { jid: 'localhost' }],
  ['password', { password: '' }],
  ['service', { service: 'ftp://localhost' }],
  ['service', { service: 'localhost:5222' }],
  ['service', { service: 'xmpp://' }],
  ['trust', { trust: 'ca-file' as const }],
  ['trust', { trust: 'pinned' as const }],
])('complains about %s of %o', (field, given) => {
  expect(Object.keys(judgeConnectFields({ ...RIGHT, ...given }, false))).toEqual([field]);
});

it.each(['xmpp://localhost:5222', 'xmpps://[::1]:5223', 'wss://example.org/ws-xmpp'])(
  'accepts the address %s',
  (service) => {
    expect(judgeConnectFields({ ...RIGHT, service }, false)).toEqual({});
  },
);

it('knows which addresses are always encrypted', () => {
  expect(['xmpps://a', 'wss://a', 'xmpp://a', ''].map(isSecuredAddress)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
