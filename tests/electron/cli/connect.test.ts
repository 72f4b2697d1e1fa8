import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runProgram } from '#hosts/cli/program.ts';
import { findFreePorts } from '#tests/support/free-port.ts';
import {
  PRACTICE_PASSWORDS as env,
  practiceAccount,
  startPractice,
} from '#tests/support/practice-account.ts';
import { startScriptedServer } from '#tests/support/scripted-server.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';
import { buildTerminal, runCommand } from '#tests/support/terminal.ts';

const PING = "<iq type='get' id='ping-1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
const ALICE = ['--jid', 'alice@localhost', '--password-env', 'ALICE'];

describe('connecting from the command line', () => {
  it('prints the ladder when asked to', async () => {
    const server = await startPractice();
    const args = ['send', ...practiceAccount(server), '--ladder'];
    const { code, stdout, stderr } = await runCommand(args, { env, stdin: PING });
    expect(stderr).toMatch(/^✓ Find the server[^]*✓ Log in[^]*✓ Online/);
    expect(stdout).not.toContain('Find the server');
    expect(code).toBe(0);
  });

  it('tells programs why it failed', async () => {
    const service = `xmpp://127.0.0.1:${(await findFreePorts(1))[0]}`;
    const args = ['send', ...ALICE, '--service', service, '--json'];
    const { code, stdout, stderr } = await runCommand(args, { env: { ALICE: 'x' }, stdin: PING });
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'failure',
      code: 'connection-refused',
      step: 'connect',
      what: expect.stringContaining('refused') as string,
      why: expect.any(String) as string,
      next: expect.any(String) as string,
    });
    expect(stderr).toMatch(/✗ Reach the server +failed/);
    expect(stderr).toContain('· Log in            not reached');
    expect(code).toBe(3);
  });

  it('names the condition of a refused login', async () => {
    const server = await startPractice();
    const args = ['send', ...practiceAccount(server), '--json'];
    const wrong = Object.fromEntries(Object.keys(env).map((name) => [name, 'wrong']));
    const { stdout } = await runCommand(args, { env: wrong, stdin: PING });
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'failure',
      code: 'auth-failed',
      step: 'authenticate',
      condition: 'not-authorized',
    });
  });

  it('uses the mechanism it is told', async () => {
    const server = await startPractice();
    const args = ['send', ...practiceAccount(server), '--mechanism', 'plain', '--no-sasl2'];
    const { code, stdout } = await runCommand(args, { env, stdin: PING });
    expect(stdout).toContain('PLAIN');
    expect(code).toBe(0);
  });

  it('ends at the first Ctrl+C', async () => {
    let reached = false;
    const { service } = await startScriptedServer(async () => void (reached = true));
    const terminal = buildTerminal({ env: { ALICE: 'x' }, stdin: PING });
    const args = ['send', ...ALICE, '--service', service, '--timeout', '60000'];
    const ending = runProgram(args, terminal);
    await vi.waitUntil(() => reached, 5_000);
    terminal.interrupt();
    expect(await ending).toBe(3);
  });

  it('writes TLS keys where it is told', async () => {
    const server = await startPractice();
    const file = join(createTemporaryFolder(), 'keys.txt');
    const args = ['send', ...practiceAccount(server), '--tls-key-log', file];
    await runCommand(args, { env, stdin: PING });
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toMatch(
      /TRAFFIC_SECRET|CLIENT_RANDOM/,
    );
  });

  it.each([
    ['a bare domain', ['--jid', 'localhost'], 'names no account'],
    ['a proxy with its password', ['--proxy', 'http://a:b@h:1'], 'proxy-password-env'],
    ['a proxy of another kind', ['--proxy', 'ftp://h:1'], 'A proxy looks like'],
    ['a missing secret', ['--proxy-password-env', 'NOWHERE'], 'NOWHERE is not set'],
    ['a missing certificate', ['--client-cert', '/nowhere/alice.pem'], 'alice.pem'],
    ['an unknown mode', ['--stream-management', 'sometimes'], 'Allowed choices'],
  ])('refuses %s', async (_, args, words) => {
    const { code, stderr } = await runCommand(['send', ...ALICE, ...args], {
      env: { ALICE: 'x' },
      stdin: PING,
    });
    expect(stderr).toContain(words);
    expect(code).toBe(2);
  });
});
