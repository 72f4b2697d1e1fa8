/** SASL2 and Bind 2 over real connections. */
import { describe, expect, it } from 'vitest';
import type { PracticeServer } from '#services/practice/practice-server.ts';
import { ANSWER_MS, logIn } from '#tests/support/golden-clients.ts';
import { connectTcp, type GoldenConnection } from '#tests/support/golden-connection.ts';
import { answerScram } from '#tests/support/golden-scram.ts';
import { startPractice } from '#tests/support/practice-account.ts';

const HEADER =
  `<stream:stream to='localhost' xmlns='jabber:client' ` +
  `xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;
const NS = `xmlns='urn:xmpp:sasl:2'`;
const PLAIN = encode('\0alice\0alicepw');
const POLICY = `<policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>`;

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

function start(): Promise<PracticeServer> {
  return startPractice({ auth: { sasl2: true }, directTlsPort: 0 });
}

/** @returns the connection and the features it was offered */
async function open(server: PracticeServer): Promise<[GoldenConnection, string]> {
  const connection = await connectTcp(server.directTlsPort ?? 0, server.certificatePem);
  connection.send(HEADER);
  await connection.next(ANSWER_MS);
  return [connection, (await connection.next(ANSWER_MS)) ?? ''];
}

function authenticate(inline = '', mechanism = 'PLAIN', initial = PLAIN): string {
  return (
    `<authenticate ${NS} mechanism='${mechanism}'>` +
    `<initial-response>${initial}</initial-response>${inline}</authenticate>`
  );
}

const BIND = (inner: string): string => `<bind xmlns='urn:xmpp:bind:0'>${inner}</bind>`;

describe('SASL2', () => {
  it('is offered with what can come along', async () => {
    const [, features] = await open(await start());
    const offer = /<authentication .*<\/authentication>/.exec(features)?.[0];
    expect(offer).toContain(
      `<inline><bind xmlns='urn:xmpp:bind:0'><inline>` +
        `<feature var='urn:xmpp:csi:0'/><feature var='urn:xmpp:carbons:2'/>` +
        `<feature var='urn:xmpp:sm:3'/></inline></bind><sm xmlns='urn:xmpp:sm:3'/></inline>`,
    );
    expect(offer).toContain('<mechanism>SCRAM-SHA-512-PLUS</mechanism>');
  });

  it('is offered nowhere by default', async () => {
    const server = await startPractice({ directTlsPort: 0 });
    const [connection, features] = await open(server);
    expect(features).not.toContain('urn:xmpp:sasl:2');
    connection.send(authenticate());
    connection.send(`<iq type='get' id='1'><query xmlns='jabber:iq:register'/></iq>`);
    expect(await connection.next(ANSWER_MS)).toContain('<instructions>');
  });

  it('needs TLS', async () => {
    const server = await start();
    const connection = await connectTcp(server.tcpPort);
    connection.send(HEADER);
    await connection.next(ANSWER_MS);
    expect(await connection.next(ANSWER_MS)).not.toContain('urn:xmpp:sasl:2');
    connection.send(authenticate());
    expect(await connection.next(ANSWER_MS)).toContain('SASL2 violation');
  });

  it('proves the server in additional data', async () => {
    const [connection] = await open(await start());
    const clientFirst = 'p=tls-exporter,,n=alice,r=abcdefghij';
    const mechanism = 'SCRAM-SHA-256-PLUS';
    connection.send(authenticate('', mechanism, encode(clientFirst)));
    const challenge = payloadOf(await connection.next(ANSWER_MS), 'challenge');
    const gs2 = Buffer.from('p=tls-exporter,,');
    const binding = Buffer.concat([gs2, connection.channelBinding()]).toString('base64');
    const password = 'alicepw';
    const answer = answerScram({ mechanism, clientFirst, challenge, password, binding });
    connection.send(`<response ${NS}>${encode(answer.clientFinal)}</response>`);
    const success = await connection.next(ANSWER_MS);
    expect(payloadOf(success, 'additional-data')).toBe(answer.serverFinal);
    expect(success).toContain(
      '<authorization-identifier>alice@localhost</authorization-identifier>',
    );
    expect(await connection.next(ANSWER_MS)).toContain('urn:ietf:params:xml:ns:xmpp-bind');
  });

  it('lets bind by IQ afterwards', async () => {
    const [connection] = await open(await start());
    connection.send(authenticate());
    await connection.next(ANSWER_MS);
    await connection.next(ANSWER_MS);
    connection.send(
      `<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>`,
    );
    expect(await connection.next(ANSWER_MS)).toContain('<jid>alice@localhost/r</jid>');
  });

  it('fails with the conditions of SASL', async () => {
    const [connection] = await open(await start());
    const failed = (condition: string): string =>
      `<failure ${NS}><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>`;
    connection.send(authenticate('', 'PLAIN', encode('\0alice\0wrong')));
    expect(await connection.next(ANSWER_MS)).toBe(failed('not-authorized'));
    connection.send(authenticate('', 'HT-SHA-256-NONE'));
    expect(await connection.next(ANSWER_MS)).toBe(failed('no-mechanism'));
    connection.send(`<abort ${NS}/>`);
    expect(await connection.next(ANSWER_MS)).toBe(failed('aborted'));
    connection.send(`<abort ${NS}/>`);
    expect(await connection.closed(ANSWER_MS)).toBe(true);
    expect(connection.waiting()).toEqual([]);
  });

  it.each([
    ['e4567a5d-1b2c-4d3e-8f90-0123456789ab', '<success'],
    ['e4567a5d-1b2c-1d3e-8f90-0123456789ab', POLICY],
    ['phone', POLICY],
  ])('takes the user agent %s', async (id, expected) => {
    const [connection] = await open(await start());
    connection.send(authenticate(`<user-agent id='${id}'><software>x</software></user-agent>`));
    expect(await connection.next(ANSWER_MS)).toContain(expected);
  });

  it('takes no second login', async () => {
    const [connection] = await open(await start());
    connection.send(authenticate(BIND('')));
    await connection.next(ANSWER_MS);
    await connection.next(ANSWER_MS);
    connection.send(authenticate());
    expect(await connection.next(ANSWER_MS)).toContain('SASL2 violation');
  });
});

describe('Bind 2', () => {
  it('opens the session at once', async () => {
    const [connection] = await open(await start());
    connection.send(authenticate(BIND('<tag>console</tag>')));
    const success = (await connection.next(ANSWER_MS)) ?? '';
    expect(success).toMatch(
      /<authorization-identifier>alice@localhost\/console\/[0-9a-f-]+<\/authorization-identifier><bound xmlns='urn:xmpp:bind:0'\/>/,
    );
    expect(await connection.next(ANSWER_MS)).toContain('<stream:features>');
    connection.send(`<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`);
    expect(await connection.next(ANSWER_MS)).toContain(`id='p'`);
  });

  it('passes over a tag that is none', async () => {
    const [connection] = await open(await start());
    connection.send(authenticate(BIND(`<tag>${'x'.repeat(1024)}</tag>`)));
    expect(await connection.next(ANSWER_MS)).toMatch(/>alice@localhost\/[0-9a-f-]+</);
  });

  it('switches on what comes along', async () => {
    const server = await start();
    const [alice] = await open(server);
    const inline =
      `<enable xmlns='urn:xmpp:sm:3' resume='true'/><inactive xmlns='urn:xmpp:csi:0'/>` +
      `<enable xmlns='urn:xmpp:carbons:2'/>`;
    alice.send(authenticate(BIND(inline)));
    expect(await alice.next(ANSWER_MS)).toMatch(
      /<bound [^>]*><enabled id='[^']+' resume='true' xmlns='urn:xmpp:sm:3'\/><\/bound>/,
    );
    await alice.next(ANSWER_MS);
    const bob = await logIn({
      ...{ server, conn: 'bob', resource: 'r', presence: null },
      until: 'session',
    });
    bob.send(`<message to='alice@localhost' type='chat'><body>held back</body></message>`);
    bob.send(`<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`);
    await bob.next(ANSWER_MS);
    expect(alice.waiting()).toEqual([]);
    alice.send(`<active xmlns='urn:xmpp:csi:0'/>`);
    expect(await alice.next(ANSWER_MS)).toContain('held back');
    expect(await alice.next(ANSWER_MS)).toBe(`<r xmlns='urn:xmpp:sm:3'/>`);
  });

  it('resumes instead, or tells why not', async () => {
    const server = await start();
    const [lost] = await open(server);
    lost.send(authenticate(BIND(`<enable xmlns='urn:xmpp:sm:3' resume='true'/>`)));
    const id = /enabled id='([^']+)'/.exec((await lost.next(ANSWER_MS)) ?? '')?.[1];
    lost.drop();
    const resume = (previd?: string): string =>
      `<resume xmlns='urn:xmpp:sm:3' h='0' previd='${previd}'/>`;
    const [other] = await open(server);
    other.send(authenticate(BIND('') + resume('unknown')));
    expect(await other.next(ANSWER_MS)).toMatch(
      /<bound [^>]*><failed [^>]*><item-not-found [^>]*\/><\/failed><\/bound>/,
    );
    const [next] = await open(server);
    next.send(authenticate(resume(id)));
    expect(await next.next(ANSWER_MS)).toContain(`<resumed h='0' previd='${id}'`);
    next.send(`<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`);
    expect(await next.next(ANSWER_MS)).toContain(`id='p'`);
  });
});

function payloadOf(xml: string | null, name: string): string {
  const payload = new RegExp(`<${name}[^>]*>([^<]*)<`).exec(xml ?? '')?.[1] ?? '';
  return Buffer.from(payload, 'base64').toString('utf8');
}
