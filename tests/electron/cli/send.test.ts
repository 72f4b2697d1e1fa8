import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exchangeLineSchema, readJsonLines } from '#tests/support/json-lines.ts';
import {
  PRACTICE_PASSWORDS as env,
  practiceAccount,
  startPractice,
} from '#tests/support/practice-account.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';
import { runCommand } from '#tests/support/terminal.ts';

const PING = "<iq type='get' id='ping-1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
const DISCO =
  "<iq type='get' id='disco-1' to='nowhere.localhost'>\n" +
  "  <query xmlns='http://jabber.org/protocol/disco#info'/>\n</iq>";

describe('pushscope send', () => {
  it('prints each exchange from stdin', async () => {
    const server = await startPractice();
    const { code, stdout } = await runCommand(['send', ...practiceAccount(server), '--json'], {
      env,
      stdin: `${PING}\n<presence/>\n${DISCO}\n`,
    });
    const lines = readJsonLines(stdout);
    const exchanges = lines.flatMap((line) => exchangeLineSchema.safeParse(line).data ?? []);
    expect(exchanges).toMatchObject([
      { line: 1, stanzaId: 'ping-1', outcome: 'result' },
      { line: 3, stanzaId: 'disco-1', outcome: 'error', condition: 'service-unavailable' },
    ]);
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'sent', line: 2 }));
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', sent: 3, answered: 1, failed: 1 });
    expect(code).toBe(1);
  });

  it('shows people the answer and its latency', async () => {
    const server = await startPractice();
    const file = join(createTemporaryFolder(), 'ping.xml');
    writeFileSync(file, PING);
    const { code, stdout } = await runCommand(['send', ...practiceAccount(server), file], { env });
    expect(stdout).toMatch(
      /> <iq type='get' id='ping-1'.*\n< <iq .*type='result'.*\n {2}result, \d/,
    );
    expect(code).toBe(0);
  });

  it('names line and column of a broken stanza', async () => {
    const args = ['send', '--jid', 'alice@localhost', '--password-env', 'ALICE'];
    const { code, stderr } = await runCommand(args, { env, stdin: `${PING}\n<iq><a></iq>\n` });
    expect(stderr).toMatch(/Line 2, column \d+/);
    expect(code).toBe(2);
  });

  it.each([
    ['non-XML', 'hello'],
    ['a DOCTYPE', '<!DOCTYPE iq SYSTEM "file:///etc/passwd"><iq/>'],
    ['an entity', '<message><body>&secret;</body></message>'],
    ['too deep a tree', '<a>'.repeat(10_000) + '</a>'.repeat(10_000)],
  ])('refuses %s', async (_name, stdin) => {
    const args = ['send', '--jid', 'alice@localhost', '--password-env', 'ALICE'];
    const { code, stderr } = await runCommand(args, { env, stdin });
    expect(stderr).toMatch(/^pushscope: Line 1, column \d+: \S/);
    expect(stderr.length).toBeLessThan(400);
    expect(code).toBe(2);
  });
});
