/** The named connections of one replay, and the steps that are taken without comparing. */
import type { PracticeServer } from '#services/practice/practice-server.ts';
import { connectTcp, type GoldenConnection } from './golden-connection.ts';
import type { GoldenRecording } from './golden-recording.ts';

/** The longest a loopback answer may take, in milliseconds. */
export const ANSWER_MS = 4_000;

const HOSTS: Readonly<Record<string, string>> = {
  mychat: 'mychat.local',
  nopush: 'nopush.local',
  pushonly: 'pushonly.local',
};

/** Who logs in on a connection of this name. */
export function accountOf(conn: string): { readonly user: string; readonly domain: string } {
  const [name = '', host] = conn.split('@');
  const user = name.replace(/-.*$/, '');
  return { user: user === 'client' || user === 'half' ? 'alice' : user, domain: domainOf(host) };
}

function domainOf(host: string | undefined): string {
  if (host === undefined) return 'localhost';
  return HOSTS[host] ?? host;
}

/** The resource the recorded client had, told by the addresses it was sent. */
export function recordedResource(recording: GoldenRecording, conn: string): string {
  const { user, domain } = accountOf(conn);
  for (const line of recording.lines) {
    if (!('xml' in line) || typeof line.xml !== 'string') continue;
    const found = new RegExp(`(?:to|from)='${user}@${domain.replaceAll('.', '\\.')}/([^']+)'`).exec(
      line.xml,
    );
    if (found?.[1] !== undefined && found[1] !== 'gone') return found[1];
  }
  return 'desk';
}

const STREAM = (domain: string): string =>
  `<?xml version='1.0'?><stream:stream to='${domain}' xmlns='jabber:client' ` +
  `xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;

export interface LoginOptions {
  readonly server: Pick<PracticeServer, 'tcpPort'>;
  readonly conn: string;
  readonly resource: string;
  readonly presence: string | null;
  readonly until: 'auth' | 'session';
}

/** Logs in with PLAIN and reads everything that belongs to it. */
export async function logIn(options: LoginOptions): Promise<GoldenConnection> {
  const { user, domain } = accountOf(options.conn);
  const connection = await connectTcp(options.server.tcpPort);
  connection.send(STREAM(domain));
  await expectNext(connection, '<stream:stream', '<stream:features>');
  const plain = Buffer.from(`\0${user}\0${user}pw`).toString('base64');
  connection.send(
    `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${plain}</auth>`,
  );
  await expectNext(connection, '<success');
  connection.send(STREAM(domain));
  await expectNext(connection, '<stream:stream', '<stream:features>');
  if (options.until === 'auth') return connection;
  connection.send(
    `<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>` +
      `<resource>${options.resource}</resource></bind></iq>`,
  );
  await expectNext(connection, '<iq ');
  connection.send(
    `<iq type='set' id='session'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>`,
  );
  await expectNext(connection, '<iq ');
  if (options.presence !== null) await sendQuietly(connection, options.presence);
  return connection;
}

async function expectNext(
  connection: GoldenConnection,
  ...starts: readonly string[]
): Promise<void> {
  for (const start of starts) {
    const text = await connection.next(ANSWER_MS);
    if (text?.startsWith(start) !== true) throw new Error(`expected ${start}, got ${text}`);
  }
}

/**
 * Sends a setup stanza and takes what it brings: an IQ's answer, or everything up to the echo of a
 * presence. A setup request that fails is a mistake of the test.
 */
export async function sendQuietly(connection: GoldenConnection, xml: string): Promise<void> {
  connection.send(xml);
  if (xml.startsWith('<iq ')) {
    const id = /id='([^']+)'/.exec(xml)?.[1] ?? '';
    const answer = await takeUntil(connection, (text) => text.includes(`id='${id}'`));
    if (!answer.includes("type='result'")) throw new Error(`setup failed: ${answer}`);
  } else if (/^<presence\b(?![^>]* type=)/.test(xml)) {
    await takeUntil(connection, (text) => text.startsWith('<presence'));
  }
}

async function takeUntil(
  connection: GoldenConnection,
  wanted: (text: string) => boolean,
): Promise<string> {
  for (;;) {
    const text = await connection.next(ANSWER_MS);
    if (text === null) throw new Error('the setup stanza was not answered');
    if (wanted(text)) return text;
  }
}
