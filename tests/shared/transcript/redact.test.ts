import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '#shared/transcript/redact.ts';
import type { Secret } from '#shared/transcript/redaction/classes.ts';
import { escapeAttribute, escapeText } from '#shared/xml/serialize.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { buildEntry, draftFromWire } from '#tests/support/entries.ts';

const TOKEN = 'dWx1:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ';
const NODE = '70716a88-4ee9-4f43-b3d6-6f3f2cba1e5d';
const PUBLISH_OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options';

function field(name: string, value: string): string {
  return `<field var='${name}'><value>${escapeText(value)}</value></field>`;
}

function enableStanza(fields: string, node = NODE): string {
  return (
    `<iq type='set' id='x43'><enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='${escapeAttribute(node)}'>` +
    `<x xmlns='jabber:x:data' type='submit'>${field('FORM_TYPE', PUBLISH_OPTIONS)}${fields}</x></enable></iq>`
  );
}

function redactor(known: readonly Secret[] = [], profile: 'support' | 'public' = 'support') {
  const made = createRedactor({ profile, known });
  return {
    ...made,
    xml: (text: string) => made.redactEntry(buildEntry(draftFromWire(text))).entry.xml,
  };
}

describe('createRedactor on push stanzas', () => {
  it('hides tokens and nodes, keeps what explains', () => {
    const { xml } = redactor();
    const fields = field('service', 'apns') + field('device_id', TOKEN) + field('silent', 'True');
    expect(xml(enableStanza(fields + field('topic', 'com.example.app')))).toBe(
      enableStanza(
        field('service', 'apns') +
          field('device_id', `token-1:len${TOKEN.length}`) +
          field('silent', 'True') +
          field('topic', 'com.example.app'),
        'node-1',
      ),
    );
  });

  it('gives a value one alias wherever it stands', () => {
    const { xml } = redactor();
    const enabled = xml(enableStanza(field('device_id', TOKEN)));
    const echo = xml(
      `<iq type='error' id='x43' from='alice@localhost' to='alice@localhost/desk'>` +
        enableStanza(field('device_id', TOKEN)).replace(/^<iq[^>]*>|<\/iq>$/g, '') +
        `<error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
    );
    expect(enabled).toContain('token-1:');
    expect(echo).toContain('token-1:');
    expect(echo).toContain("node='node-1'");
    expect(echo).toContain("from='user1@localhost' to='user1@localhost/res1'");
    expect(echo).toContain('<bad-request');
    const items = xml(
      `<iq type='result' id='d' from='pubsub.localhost'><query xmlns='http://jabber.org/protocol/disco#items'><item jid='pubsub.localhost' node='${NODE}' name='${NODE}'/></query></iq>`,
    );
    expect(items).toContain("jid='pubsub.localhost' node='node-1'");
    expect(items).not.toContain(NODE);
  });

  it('shows odd shapes of tokens', () => {
    const { xml } = redactor();
    expect(xml(enableStanza(field('device_id', `\n ${TOKEN}`)))).toContain(
      `token-1:len${TOKEN.length + 2}:white-space-around`,
    );
    expect(xml(enableStanza(field('device_id', 'tökén-123456')))).toContain('len12:non-ascii');
    expect(xml(enableStanza(field('device_id', 'ab12'.repeat(16))))).toContain('len64:hex');
  });

  it('hides options put under the wrong name', () => {
    const { xml } = redactor();
    const wrong = field('service', TOKEN) + field('priority', TOKEN) + field('topic', TOKEN);
    const out = xml(enableStanza(wrong + field('x-secret', 'hunter2secret') + field('', TOKEN)));
    expect(out).not.toContain('APA91');
    expect(out).not.toContain('hunter2secret');
  });

  it('hides tokens where the namespace is misspelt', () => {
    const { xml } = redactor();
    const out = xml(
      `<iq type='set' id='1'><enable xlmns='urn:xmpp:push:0' node='${NODE}'><x xlmns='jabber:x:data' type='submit'>${field('device_id', TOKEN)}</x></enable></iq>`,
    );
    expect(out).not.toContain('APA91');
    expect(out).not.toContain(NODE);
  });

  it('hides bodies and senders of notifications', () => {
    const { xml } = redactor();
    const out = xml(
      `<iq type='set' id='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='${NODE}'><item><notification xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data' type='form'>` +
        field('FORM_TYPE', 'urn:xmpp:push:summary') +
        field('message-count', '3') +
        field('last-message-sender', 'bob@localhost/phone') +
        field('last-message-body', 'Wherefore art thou') +
        `</x></notification></item></publish></pubsub></iq>`,
    );
    expect(out).toContain('<value>3</value>');
    expect(out).toContain('<value>user1@localhost/res1</value>');
    expect(out).toContain('<value>[18 characters hidden]</value>');
    expect(out).not.toContain('Wherefore');
  });
});

describe('createRedactor elsewhere', () => {
  it('hides message texts, keeps structure and ids', () => {
    const { xml } = redactor();
    expect(
      xml(
        `<message from='alice@localhost/a' to='bob@localhost' type='chat' id='m1' xml:lang='en'><body>Hello</body><subject>Hi</subject><thread>t</thread><active xmlns='http://jabber.org/protocol/chatstates'/></message>`,
      ),
    ).toBe(
      `<message from='user1@localhost/res1' to='user2@localhost' type='chat' id='m1' xml:lang='en'><body>[5 characters hidden]</body><subject>[2 characters hidden]</subject><thread>[1 character hidden]</thread><active xmlns='http://jabber.org/protocol/chatstates'/></message>`,
    );
  });

  it('keeps only names of unknown namespaces', () => {
    const { xml } = redactor();
    expect(
      xml(`<message><secret xmlns='urn:example:x' key='v1'>text<deep a='b'/></secret></message>`),
    ).toBe(
      `<message><secret xmlns='urn:example:x' key='[2 characters hidden]'>[4 characters hidden]<deep a='[1 character hidden]'/></secret></message>`,
    );
  });

  it('hides resumption ids in text and summary', () => {
    const entry = redactor().redactEntry(
      buildEntry(
        draftFromWire(`<enabled xmlns='urn:xmpp:sm:3' id='g2gDbQAAABZ' resume='true' max='600'/>`),
      ),
    ).entry;
    expect(entry.xml).toBe(
      `<enabled xmlns='urn:xmpp:sm:3' id='[11 bytes hidden]' resume='true' max='600'/>`,
    );
    expect(entry.id).toBeNull();
  });

  it('keeps masked credentials with their length', () => {
    const { xml } = redactor();
    const text = `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGFsaWNl</auth>`;
    expect(xml(text)).toBe(text.replace('AGFsaWNl', '[8 bytes hidden]'));
  });

  it('keeps error texts but not who they name', () => {
    const { xml } = redactor();
    const out = xml(
      `<iq type='error' id='1'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>No alice@localhost at 10.1.2.3 (eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl)</text></error></iq>`,
    );
    expect(out).toContain(`>No user1@localhost at [address hidden] ([credential hidden])</text>`);
  });

  it('keeps stream tags', () => {
    const made = createRedactor({ profile: 'support' });
    const open = `<?xml version='1.0'?><stream:stream to='localhost' from='alice@localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
    const entry = made.redactEntry(buildEntry({ kind: 'stream', xml: open })).entry;
    expect(entry.xml).toMatch(
      /^<stream:stream .*to='localhost' from='user1@localhost' version='1.0'>$/,
    );
    expect(
      made.redactEntry(buildEntry({ kind: 'stream', xml: '</stream:stream>' })).entry.xml,
    ).toBe('</stream:stream>');
  });

  it('leaves out what cannot be parsed', () => {
    const made = createRedactor({ profile: 'support' });
    const result = made.redactEntry(buildEntry({ xml: '<message><body>secret</message>' }));
    expect(result).toMatchObject({ left: true, entry: { xml: '' } });
  });

  it('redacts what the gateway received', () => {
    const made = createRedactor({ profile: 'support' });
    const body = {
      service: 'fcm',
      mode: 'prod',
      alert: { title: 'bob@localhost', body: 'Hello Alice', badge: 1 },
      data: { x: 'y' },
    };
    const { entry } = made.redactEntry(
      buildEntry({
        kind: 'push',
        sessionId: '',
        sessionName: 'Gateway',
        text: `POST /v3/notification/${encodeURIComponent(TOKEN)} answered 200`,
        xml: JSON.stringify(body),
      }),
    );
    expect(entry.text).toBe(`POST /v3/notification/token-1:len${TOKEN.length} answered 200`);
    expect(JSON.parse(entry.xml)).toEqual({
      service: 'fcm',
      mode: 'prod',
      alert: { title: 'user1@localhost', body: '[11 characters hidden]', badge: 1 },
      data: { x: '[1 character hidden]' },
    });
    expect(entry.sessionName).toBe('Gateway');
    expect(
      made.redactEntry(buildEntry({ kind: 'push', text: `GET /${TOKEN}`, xml: '{"a":' })).entry,
    ).toMatchObject({
      text: 'GET [path hidden]',
      xml: '',
    });
  });

  it('hides domains and bundle ids in public', () => {
    const { xml } = redactor([], 'public');
    const out = xml(enableStanza(field('topic', 'com.example.app')));
    expect(out).toContain("jid='domain1'");
    expect(out).not.toContain('com.example');
  });

  it('replaces known values in every kept text', () => {
    const { redactText } = redactor([
      { value: 's3cr3t-token', class: 'token' },
      { value: 'p@ss.word', class: 'password' },
    ]);
    expect(redactText('sent s3cr3t-token, then p@ss.word to bob@localhost')).toBe(
      'sent token-1:len12, then [password hidden] to user1@localhost',
    );
  });

  it('gives no alias that is somebody else', () => {
    const { redactJid } = redactor([{ value: 'user1@localhost', class: 'account' }]);
    expect(redactJid('alice@localhost')).toBe('user2@localhost');
  });

  it('lists what it replaced', () => {
    const { redactEntry } = redactor();
    const { redactions } = redactEntry(
      buildEntry(draftFromWire(enableStanza(field('device_id', TOKEN)))),
    );
    expect(redactions).toEqual([
      { path: 'iq/enable/@node', class: 'node' },
      { path: 'iq/enable/x/field[device_id]/value', class: 'token' },
    ]);
  });
});

describe('planted secrets', () => {
  const secretText = fc
    .string({
      minLength: 12,
      maxLength: 60,
      unit: fc.constantFrom(...Array.from('abcXYZ019-_:./+=&<>"\'é ')),
    })
    .map((text) => `Zq${text.trim()}7x`);

  /** Every place from which a secret must not come out. */
  const PLACES: readonly ((secret: string) => string)[] = [
    (secret) => enableStanza(field('device_id', secret)),
    (secret) => enableStanza(field('anything', secret)),
    (secret) => enableStanza('', secret),
    (secret) =>
      `<iq type='set' id='1'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='${escapeAttribute(secret)}' type='push'/></pubsub></iq>`,
    (secret) =>
      `<iq type='set' id='1'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='${escapeAttribute(secret)}'/></pubsub></iq>`,
    (secret) => `<message><body>${escapeText(secret)}</body></message>`,
    (secret) => `<message><x xmlns='urn:example'><y>${escapeText(secret)}</y></x></message>`,
    (secret) => `<presence><status>${escapeText(secret)}</status></presence>`,
    (secret) =>
      `<iq type='set' id='1'><query xmlns='jabber:iq:register'><password>${escapeText(secret)}</password></query></iq>`,
    (secret) =>
      `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${escapeText(secret)}</auth>`,
    (secret) => `<resume xmlns='urn:xmpp:sm:3' h='0' previd='${escapeAttribute(secret)}'/>`,
    (secret) =>
      `<iq type='result' id='1'><query xmlns='jabber:iq:roster'><item jid='a@b' name='${escapeAttribute(secret)}'><group>${escapeText(secret)}</group></item></query></iq>`,
  ];

  it('never survive redaction', () => {
    fc.assert(
      fc.property(secretText, fc.constantFrom(...PLACES), (secret, place) => {
        const text = place(secret);
        expect(parseXml(text).ok).toBe(true);
        const out = JSON.stringify(redactor().redactEntry(buildEntry(draftFromWire(text))).entry);
        expect(out).not.toContain(secret);
        expect(out).not.toContain(escapeText(secret));
        expect(out).not.toContain(escapeAttribute(secret));
      }),
      { numRuns: 400 },
    );
  });

  it('leave parseable XML behind', () => {
    fc.assert(
      fc.property(secretText, fc.constantFrom(...PLACES), (secret, place) => {
        expect(parseXml(redactor().xml(place(secret))).ok).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
