import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exchangeLineSchema, readJsonLines } from '#tests/support/json-lines.ts';
import {
  PRACTICE_PASSWORDS,
  practiceAccount,
  startPractice,
} from '#tests/support/practice-account.ts';
import {
  BOUND_JID,
  logIn,
  startScriptedServer,
  type ScriptedPeer,
} from '#tests/support/scripted-server.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';
import { runCommand, type CommandEnd } from '#tests/support/terminal.ts';

const env = { ...PRACTICE_PASSWORDS, WRONG: 'not-the-password' };
const PING = "<iq type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
const TEN_MIB = 10 * 1024 * 1024;

interface End extends CommandEnd {
  /** Text of the transcript; empty when none was written. */
  readonly transcript: string;
}

/** Runs a command that writes a transcript; whatever it says must read like a person's words. */
async function run(args: readonly string[], stdin = PING): Promise<End> {
  const out = join(createTemporaryFolder(), 'transcript.jsonl');
  const end = await runCommand([...args, '--out', out], { env, stdin });
  const transcript = existsSync(out) ? readFileSync(out, 'utf8') : '';
  expect(end.stdout + end.stderr).not.toMatch(/\n\s+at \S+ \(|\b(?:Type|Syntax)?Error:|undefined/);
  expect(end.stdout + end.stderr + transcript).not.toContain(env.WRONG);
  return { ...end, transcript };
}

function asAlice(service: string): string[] {
  return [
    ...['--jid', 'alice@localhost', '--password-env', 'ALICE', '--service', service],
    ...['--plaintext', '--timeout', '500'],
  ];
}

async function startAnswering(answer: string | Uint8Array): Promise<string> {
  const { service } = await startScriptedServer(async (peer) => {
    await peer.until(/<stream:stream[^>]*>/);
    peer.send(answer);
  });
  return service;
}

/** A server that lets the client log in and then does what the test says. */
async function startOnline(then: (peer: ScriptedPeer) => unknown): Promise<string> {
  const { service } = await startScriptedServer(async (peer) => {
    await logIn(peer);
    await then(peer);
  });
  return service;
}

describe('a connection that fails', () => {
  it('leaves a transcript behind', async () => {
    const server = await startPractice();
    const args = practiceAccount(server).map((arg) => (arg === 'ALICE' ? 'WRONG' : arg));
    const { code, stderr, transcript } = await run(['check', ...args]);
    expect(stderr).toMatch(/refused the login\. \(at authenticate\)\n.*\n {2}Check user name/);
    expect(transcript).toContain('not-authorized');
    expect(code).toBe(3);
  });

  it('shows the certificate to be judged', async () => {
    const server = await startPractice();
    const args = asAlice(`xmpp://127.0.0.1:${server.tcpPort}`).filter(
      (arg) => arg !== '--plaintext',
    );
    const { code, stderr, transcript } = await run(['send', ...args]);
    expect(stderr).toContain(`SHA-256  ${server.fingerprint256}`);
    expect(stderr).toMatch(/self-signed[^]*--pin/);
    expect(transcript).toContain('certificate');
    expect(code).toBe(3);
  });

  it.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n', '"HTTP/1.1 400 Bad Request"'],
    ['an SSH server', 'SSH-2.0-OpenSSH_9.2p1\r\n', '"SSH-2.0-OpenSSH_9.2p1"'],
    ['bytes', Uint8Array.of(0, 255, 27, 91, 50, 74), 'text that is not XML'],
    ['a DOCTYPE', "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>", 'It sent a DOCTYPE'],
  ])('quotes %s', async (_what, answer, quote) => {
    const { code, stderr, transcript } = await run([
      'send',
      ...asAlice(await startAnswering(answer)),
    ]);
    expect(stderr).toMatch(/is not an XMPP server\. \(at stream\)\n {2}It sent .*\n {2}Check host/);
    expect(stderr).toContain(quote);
    expect(stderr).not.toContain('\u001b');
    expect(transcript).toMatch(/"dir":"in"[^]*"kind":"footer"/);
    expect(code).toBe(3);
  });

  it('names the step of a silent server', async () => {
    const { code, stderr, transcript } = await run(['send', ...asAlice(await startAnswering(''))]);
    expect(stderr).toMatch(/took longer than 0\.5 s\. \(at stream\)/);
    expect(transcript).toContain('"dir":"out"');
    expect(code).toBe(3);
  });

  it.each(['check', 'record', 'send'])(
    'finds no folder for %s before it begins',
    async (command) => {
      const out = join(createTemporaryFolder(), 'nowhere', 'transcript.jsonl');
      const service = await startScriptedServer(() => Promise.reject(new Error('Not expected')));
      const { code, stderr } = await runCommand(
        [command, ...asAlice(service.service), '--out', out],
        { env, stdin: PING },
      );
      expect(stderr).toMatch(/cannot be written\.\n.*does not exist[^]*Nothing was sent/);
      expect(code).toBe(2);
    },
  );
});

describe('a report that cannot be written', () => {
  it('costs no more than itself', async () => {
    const server = await startPractice();
    const folder = createTemporaryFolder();
    const { code, stdout, stderr, transcript } = await run([
      'check',
      ...practiceAccount(server),
      ...['--junit', folder],
    ]);
    expect(stdout).toContain('6 passed, 0 failed');
    expect(stderr).toContain(`The JUnit file ${folder} cannot be written (EISDIR).`);
    expect(transcript).toContain('"kind":"footer"');
    expect(code).toBe(2);
  });
});

describe('a stanza that a server will not take', () => {
  it('is answered by the end of the session', async () => {
    const server = await startPractice();
    const body = 'x'.repeat(TEN_MIB - 100);
    const message = `<message to='bob@localhost'><body>${body}</body></message>`;
    const { code, stdout, stderr, transcript } = await run(
      ['send', ...practiceAccount(server), '--json'],
      message + PING,
    );
    expect(stderr).toMatch(/ended the stream: policy-violation\.\n.*max_stanza_size/);
    expect(readJsonLines(stdout)).toContainEqual(
      expect.objectContaining({ kind: 'unsent', line: 1, code: 'cut-off' }),
    );
    expect(readJsonLines(stdout).at(-1)).toMatchObject({ kind: 'summary', sent: 0, failed: 1 });
    expect(transcript).toContain(`"bytes":${message.length}`);
    expect(transcript).toContain('policy-violation');
    expect(code).toBe(1);
  });

  it('counts as unanswered when it was a request', async () => {
    const server = await startPractice();
    const big = `<iq type='get' id='big' to='localhost'><a xmlns='urn:a'>${'x'.repeat(TEN_MIB - 100)}</a></iq>`;
    const { code, stdout } = await run(['send', ...practiceAccount(server), '--json'], big);
    const [exchange] = readJsonLines(stdout);
    expect(exchangeLineSchema.parse(exchange)).toMatchObject({
      stanzaId: 'big',
      outcome: 'disconnected',
    });
    expect(code).toBe(1);
  });
});

describe('a stanza that nobody answers', () => {
  it('leaves the session usable', async () => {
    const service = await startOnline(async (peer) => {
      await peer.until(/id='p1'[^]*id='p2'[^]*<\/iq>/);
      peer.send(`<iq type='result' id='p2' from='localhost' to='${BOUND_JID}'/>`);
    });
    const { code, stdout } = await run(
      ['send', ...asAlice(service), '--json'],
      PING + PING.replace('p1', 'p2'),
    );
    const exchanges = readJsonLines(stdout).flatMap(
      (line) => exchangeLineSchema.safeParse(line).data ?? [],
    );
    expect(exchanges.map(({ outcome }) => outcome)).toEqual(['timeout', 'result']);
    expect(code).toBe(1);
  });

  it('is told when it lacks an id', async () => {
    const server = await startPractice();
    const { code, stdout } = await run(
      ['send', ...practiceAccount(server)],
      "<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>",
    );
    expect(stdout).toContain('it has no id');
    expect(code).toBe(0);
  });
});

describe('an input', () => {
  it.each([
    ['a NUL', '<message><body>a\u0000b</body></message>', 'such as NUL'],
    ['a reference to NUL', '<message><body>&#0;</body></message>', 'a character that XML does not'],
    ['an entity', '<message><body>&xxe;</body></message>', 'Unknown entity'],
    ['a lone ampersand', '<message><body>AT&T</body></message>', 'write it as &amp;'],
    ['10 MB', `<message>${'x'.repeat(TEN_MIB)}</message>`, 'longer than'],
  ])('with %s is refused before connecting', async (_what, stdin, reason) => {
    const { code, stderr, transcript } = await run(
      ['send', ...asAlice('xmpp://127.0.0.1:1')],
      stdin,
    );
    expect(stderr).toMatch(/Line 1, column \d+: .* Nothing was sent\. Correct the input\./);
    expect(stderr).toContain(reason);
    expect(transcript).toBe('');
    expect(code).toBe(2);
  });
});

describe('a body with bidi and markup', () => {
  it('is sent as it is and shown harmlessly', async () => {
    const server = await startPractice();
    const message =
      "<message to='bob@localhost'><body>\u202egnp.exe &lt;script&gt;alert(1)&lt;/script&gt;</body></message>";
    const { code, stdout, transcript } = await run(
      ['send', ...practiceAccount(server)],
      message + PING,
    );
    expect(stdout).toContain('<body>\ufffdgnp.exe &lt;script&gt;');
    expect(stdout).toMatch(/result, \d/);
    expect(transcript).toContain(`"bytes":${Buffer.byteLength(message)}`);
    expect(code).toBe(0);
  });
});

describe('a recording of a hostile server', () => {
  it.each([
    ['a DOCTYPE', "<!DOCTYPE a [<!ENTITY b 'c'>]><presence/>", 'It sent a DOCTYPE'],
    ['an entity', '<message><body>&xxe;</body></message>', 'Unknown entity'],
    ['10,000 nested elements', '<a>'.repeat(10_000), 'nested deeper'],
    ['11 MB', `<message><body>${'x'.repeat(1.1 * TEN_MIB)}`, 'longer than 10 MiB'],
    ['a closed connection', '</stream:stream>', 'closed the connection'],
  ])('is written in spite of %s', async (_what, text, reason) => {
    const before = "<message from='bob@localhost'><subject>first</subject></message>";
    const service = await startOnline((peer) => peer.send(before + text));
    const { code, stdout, stderr, transcript } = await run(['record', ...asAlice(service)]);
    expect(stdout).toContain('The session ended by itself.');
    expect(stderr).toContain(reason);
    expect(transcript).toMatch(/"name":"message"[^]*Offline: [^]*"kind":"footer"/);
    expect(code).toBe(1);
  });
});
