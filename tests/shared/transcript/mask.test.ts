import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskCredentials } from '#shared/transcript/mask.ts';
import { escapeText } from '#shared/xml/serialize.ts';
import { parseXml } from '#shared/xml/parse.ts';

/** Masks as the wire tap does: with the parsed form when there is one. */
function mask(text: string) {
  const parsed = parseXml(text);
  return maskCredentials(text, parsed.ok ? parsed.element : null);
}

/** What a value may be made of, markup and characters beyond ASCII included. */
const VALUE_UNITS = [
  'a',
  'Z',
  '0',
  '=',
  '/',
  '<',
  '>',
  '&',
  "'",
  '"',
  ']]>',
  '\t',
  '\n',
  'é',
  '\u{1f514}',
];

const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
const SASL2 = "xmlns='urn:xmpp:sasl:2'";

describe('maskCredentials on SASL', () => {
  it('keeps mechanism and byte length', () => {
    expect(mask(`<auth ${SASL} mechanism="PLAIN">AGFsaWNlAGFsaWNlcHc=</auth>`)).toEqual({
      text: `<auth ${SASL} mechanism="PLAIN">[20 bytes hidden]</auth>`,
      masked: true,
    });
  });

  it.each(['auth', 'challenge', 'response', 'success'])('hides the content of %s', (name) => {
    expect(mask(`<${name} ${SASL}>cj1meWtv</${name}>`).text).toBe(
      `<${name} ${SASL}>[8 bytes hidden]</${name}>`,
    );
  });

  it('hides one byte as one byte', () => {
    expect(mask(`<response ${SASL}>=</response>`).text).toContain('[1 byte hidden]');
  });

  it('leaves empty elements and failures alone', () => {
    for (const text of [
      `<success ${SASL}/>`,
      `<response ${SASL}></response>`,
      `<failure ${SASL}><not-authorized/><text>wrong password</text></failure>`,
      `<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms ${SASL}><mechanism>PLAIN</mechanism></mechanisms></stream:features>`,
    ]) {
      expect(mask(text)).toEqual({ text, masked: false });
    }
  });

  it('sees through prefixes, entities and CDATA', () => {
    expect(mask(`<s:auth xmlns:s='urn:ietf:params:xml:ns:xmpp-sasl'>c2VjcmV0</s:auth>`).text).toBe(
      `<s:auth xmlns:s='urn:ietf:params:xml:ns:xmpp-sasl'>[8 bytes hidden]</s:auth>`,
    );
    expect(
      mask(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-&#115;asl'>c2VjcmV0</auth>`).text,
    ).toContain('[8 bytes hidden]');
    expect(mask(`<auth ${SASL}><![CDATA[c2VjcmV0]]></auth>`).text).not.toContain('c2VjcmV0');
  });

  it('hides what SASL2 carries', () => {
    const text =
      `<authenticate ${SASL2} mechanism='SCRAM-SHA-1'><initial-response>biwsbj1hbGljZQ==</initial-response>` +
      `<user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'><software>X</software></user-agent></authenticate>`;
    expect(mask(text).text).toBe(text.replace('biwsbj1hbGljZQ==', '[16 bytes hidden]'));
    expect(mask(`<challenge ${SASL2}>cj1m</challenge>`).masked).toBe(true);
    const success = `<success ${SASL2}><additional-data>dj1m</additional-data><authorization-identifier>alice@localhost</authorization-identifier></success>`;
    expect(mask(success).text).toBe(success.replace('dj1m', '[4 bytes hidden]'));
  });

  it('hides FAST tokens in attributes', () => {
    const text = `<success ${SASL2}><token xmlns='urn:xmpp:fast:0' expiry='2026-12-01T00:00:00Z' token="s3cr3t" /></success>`;
    expect(mask(text).text).toBe(text.replace('s3cr3t', '[6 bytes hidden]'));
  });
});

describe('maskCredentials on passwords', () => {
  it('hides legacy authentication', () => {
    const text = `<iq type='set' id='a1'><query xmlns='jabber:iq:auth'><username>bill</username><password>Calli0pe</password><digest>48fc78be</digest><resource>globe</resource></query></iq>`;
    expect(mask(text).text).toBe(
      text.replace('Calli0pe', '[8 bytes hidden]').replace('48fc78be', '[8 bytes hidden]'),
    );
  });

  it('hides registration passwords and form fields', () => {
    const plain = `<iq type='set'><query xmlns='jabber:iq:register'><username>bill</username><password>m1crö</password><key>k3y</key></query></iq>`;
    expect(mask(plain).text).toBe(
      plain.replace('m1crö', '[6 bytes hidden]').replace('k3y', '[3 bytes hidden]'),
    );
    const form = `<iq type='set'><query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'><field var='username'><value>bill</value></field><field var='password'><value>m1cro</value></field></x></query></iq>`;
    expect(mask(form).text).toBe(form.replace('m1cro', '[5 bytes hidden]'));
  });

  it('hides text-private fields anywhere', () => {
    const text = `<message><x xmlns='jabber:x:data' type='form'><field type='text-private' var='pin'><value>1234</value><value>5678</value></field><field var='n'><value>9</value></field></x></message>`;
    expect(mask(text).text).toBe(
      text.replace('1234', '[4 bytes hidden]').replace('5678', '[4 bytes hidden]'),
    );
  });

  it('hides component handshakes and room passwords', () => {
    expect(mask('<handshake>aaee83c26aeeafcbabeabfcbcd50df997e0a2a1e</handshake>').text).toBe(
      '<handshake>[40 bytes hidden]</handshake>',
    );
    const join = `<presence to='r@muc/n'><x xmlns='http://jabber.org/protocol/muc'><password>cauldronburn</password></x></presence>`;
    expect(mask(join).text).toContain('<password>[12 bytes hidden]</password>');
  });
});

describe('maskCredentials elsewhere', () => {
  it('hides resumption ids and nothing around them', () => {
    const enabled = `<enabled xmlns='urn:xmpp:sm:3' resume="true" id='g2gDbQAAABZ'  max='600'/>`;
    expect(mask(enabled).text).toBe(
      `<enabled xmlns='urn:xmpp:sm:3' resume="true" id='[11 bytes hidden]'  max='600'/>`,
    );
    const resume = `<resume xmlns='urn:xmpp:sm:3' h='1' previd='g2gDbQAAABZ'/>`;
    expect(mask(resume).text).toBe(
      `<resume xmlns='urn:xmpp:sm:3' h='1' previd='[11 bytes hidden]'/>`,
    );
  });

  it('keeps tokens exactly', () => {
    for (const text of [
      `<iq type='get' id='q1'><x xmlns='urn:xmpp:sm:3' id='2'/></iq>`,
      `<iq type='set' id='p1'><enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='n'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='device_id'><value>TOKEN</value></field></x></enable></iq>`,
      `<message to='a@b'><body>my password is passw0rd &#38; more</body></message>`,
    ]) {
      expect(mask(text)).toEqual({ text, masked: false });
    }
  });

  it('changes nothing outside the value', () => {
    const secret = fc.string({
      minLength: 1,
      maxLength: 40,
      unit: fc.constantFrom(...VALUE_UNITS),
    });
    fc.assert(
      fc.property(secret, fc.nat(3), fc.constantFrom('auth', 'response'), (value, spaces, name) => {
        const before = `<${name}${' '.repeat(spaces)} ${SASL}\n mechanism = "PLAIN" >`;
        const after = `</${name} >`;
        const result = mask(before + escapeText(value) + after).text;
        expect(result.startsWith(before)).toBe(true);
        expect(result.endsWith(after)).toBe(true);
        expect(result.slice(before.length, -after.length)).toMatch(/^\[\d+ bytes? hidden\]$/);
      }),
    );
  });

  it('hides planted secrets in broken text', () => {
    const secret = 'TopSecret42';
    const whole = `<iq type='set' id='r1'><query xmlns='jabber:iq:register'><username>bill</username><password>${secret}</password></query></iq>`;
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.nat(12),
        fc.constantFrom('', '<', '>', "'", '"', '&', '</', '<!--'),
        (at, cut, junk) => {
          const text = whole.slice(0, at) + junk + whole.slice(at + cut);
          const parsed = parseXml(text);
          if (parsed.ok || !text.includes(secret)) return;
          if (!/passw|jabber:iq:register/.test(text)) return;
          expect(maskCredentials(text, null).text).not.toContain(secret);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever comes', () => {
    const noise = fc.string({
      maxLength: 80,
      unit: fc.constantFrom(...VALUE_UNITS, '<?', '<!--', '\ud800', '\0'),
    });
    fc.assert(
      fc.property(noise, (text) => {
        expect(maskCredentials(`sasl ${text}`, null).masked).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['unclosed credentials', `<auth ${SASL}>`],
    ['nested credentials', '<password><password></password>'],
    ['close tags without open ones', '<a></b>'],
    ['unclosed quotes', '<a b="'],
    ['unclosed tags', '<a'],
  ])('takes linear time for %s', (_what, piece) => {
    const startedAt = performance.now();
    maskCredentials(`sasl ${piece.repeat(40_000)}`, null);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
