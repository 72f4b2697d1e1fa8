import { describe, expect, it } from 'vitest';
import { prepareNotification } from '#services/practice/push/notification.ts';
import { element } from '#tests/support/practice-stanzas.ts';

const message = (content: string, type = ` type='chat'`) =>
  element(`<message from='Bob@localhost/Desk' to='alice@localhost'${type}>${content}</message>`);
const STORE = `<store xmlns='urn:xmpp:hints'/>`;
const NO_STORE = `<no-store xmlns='urn:xmpp:hints'/>`;
const CALL = `<propose xmlns='urn:xmpp:jingle-message:0' id='c1'/>`;

describe('defaults plugin', () => {
  it.each([
    ['no type', '<body>x</body>', ''],
    ['type normal', '<body>x</body>', ` type='normal'`],
    ['type headline', '<body>x</body>', ` type='headline'`],
    ['type error', '<body>x</body>', ` type='error'`],
    ['no body', '<active/>', ` type='chat'`],
    ['an empty body', '<body/>', ` type='chat'`],
    ['a blank body', '<body> </body>', ` type='chat'`],
    ['only a subject', '<subject>x</subject>', ` type='groupchat'`],
    ['a call', CALL + STORE, ` type='chat'`],
  ])('pushes nothing for %s', (_case, content, type) => {
    expect(prepareNotification(message(content, type), 'defaults')).toBeNull();
  });

  it('names a chat’s bare sender', () => {
    expect(prepareNotification(message('<body>hi</body>'), 'defaults')).toEqual({
      'message-count': '1',
      'last-message-sender': 'bob@localhost',
      'last-message-body': 'hi',
    });
  });

  it('names a room’s occupant', () => {
    const groupchat = message('<body>hi</body>', ` type='groupchat'`);
    expect(prepareNotification(groupchat, 'defaults')).toMatchObject({
      'last-message-sender': 'bob@localhost/Desk',
    });
  });

  it('takes the first body whole', () => {
    const long = 'y'.repeat(10_000);
    const twoBodies = message(`<body>${long}</body><body xml:lang='de'>b</body>${NO_STORE}`);
    expect(prepareNotification(twoBodies, 'defaults')).toMatchObject({ 'last-message-body': long });
  });
});

describe('hints plugin', () => {
  it('respects no-store', () => {
    expect(prepareNotification(message(`<body>x</body>${NO_STORE}`), 'hints')).toBeNull();
  });

  it('announces stored calls', () => {
    expect(prepareNotification(message(CALL + STORE), 'hints')).toEqual({
      'message-sender': 'bob@localhost',
      'jingle-message': 'propose',
      'jingle-session-id': 'c1',
    });
  });

  it.each([
    ['a call without store', CALL],
    ['a store without call', STORE],
    ['a call without id', CALL.replace(` id='c1'`, '') + STORE],
  ])('pushes nothing for %s', (_case, content) => {
    expect(prepareNotification(message(content), 'hints')).toBeNull();
  });
});
