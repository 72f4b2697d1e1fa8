import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runProgram } from '#hosts/cli/program.ts';
import { findFreePorts } from '#tests/support/free-port.ts';
import { readJsonLines, runLineSchema, runSummarySchema } from '#tests/support/json-lines.ts';
import {
  PRACTICE_PASSWORDS as env,
  practiceAccount,
  startPractice,
} from '#tests/support/practice-account.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';
import { buildTerminal, runCommand } from '#tests/support/terminal.ts';

const linesOf = (stdout: string) => readJsonLines(stdout).map((line) => runLineSchema.parse(line));

describe('pushscope check', () => {
  it('passes where the session IQ is demanded', async () => {
    const server = await startPractice({ backwardsCompatibleSession: true });
    const args = ['check', ...practiceAccount(server), '--json'];
    const { code, stdout } = await runCommand(args, { env });
    expect(runSummarySchema.parse(linesOf(stdout).at(-1))).toMatchObject({
      flow: 'full',
      passed: 6,
      failed: 0,
      skipped: 1,
      push: { received: false, latencyMs: null },
      transcript: null,
    });
    expect(code).toBe(0);
  });

  it('says in one line why nothing answers without the session IQ', async () => {
    const server = await startPractice({ backwardsCompatibleSession: true });
    const args = ['check', ...practiceAccount(server), '--no-session-iq', '--timeout', '1500'];
    const { code, stdout } = await runCommand(args, { env });
    expect(stdout).toContain('session IQ demanded, not sent');
    expect(stdout).toContain(
      'Nothing answers because the server wants a session IQ first and none was sent.',
    );
    expect(code).toBe(1);
  });

  it('proves a push with a peer and its own gateway', async () => {
    const [port = 0] = await findFreePorts(1);
    const server = await startPractice({ gatewayUrl: `http://127.0.0.1:${port}` });
    const { code, stdout } = await runCommand(
      [
        ...['check', ...practiceAccount(server), '--gateway', String(port), '--away', 'close'],
        ...['--peer', 'bob@localhost', '--peer-password-env', 'BOB'],
      ],
      { env },
    );
    expect(stdout).toMatch(/7 passed, 0 failed, 0 skipped\nPush: received/);
    expect(code).toBe(0);
  });

  it('passes by PubSub-less over WebSocket', async () => {
    const server = await startPractice({ backwardsCompatibleSession: false });
    const service = `ws://127.0.0.1:${server.websocketPort}/ws-xmpp`;
    const account = ['--jid', 'alice@localhost', '--password-env', 'ALICE', '--plaintext'];
    const flow = ['--flow', 'less', '--pubsub', 'push.localhost', '--service', service];
    const { code, stdout } = await runCommand(['check', ...account, ...flow], { env });
    expect(stdout).toContain('3 passed, 0 failed, 1 skipped');
    expect(code).toBe(0);
  });

  it('says what to change when a step fails', async () => {
    const server = await startPractice();
    const junit = join(createTemporaryFolder(), 'junit.xml');
    const args = ['check', ...practiceAccount(server, 'CAROL'), '--json', '--junit', junit];
    const { code, stdout, stderr } = await runCommand(args, { env });
    expect(linesOf(stdout)).toContainEqual(
      expect.objectContaining({ step: 'create', state: 'failed', condition: 'forbidden' }),
    );
    expect(stderr).toMatch(/Next: \S/);
    expect(readFileSync(junit, 'utf8')).toContain("failures='1'");
    expect(code).toBe(1);
  });

  it('sends the given options and leaves all in place with --keep', async () => {
    const server = await startPractice();
    const options = ['--push-service', 'apns', '--device-id', 'token-1', '--option', 'mode=dev'];
    const args = ['check', ...practiceAccount(server), ...options, '--node', 'mine', '--keep'];
    const { code } = await runCommand(args, { env });
    expect(code).toBe(0);
    expect(server.registrations('alice@localhost')).toMatchObject([
      { node: 'mine', options: { service: 'apns', device_id: 'token-1', mode: 'dev' } },
    ]);
  });

  it('cleans up at an interrupt', async () => {
    // The server has no gateway to push to, so the proof would wait for its whole time.
    const server = await startPractice({ gatewayUrl: null });
    const peer = ['--peer', 'bob@localhost', '--peer-password-env', 'BOB'];
    const account = practiceAccount(server).slice(0, -2);
    const terminal = buildTerminal({ env });
    const ending = runProgram(
      ['check', ...account, ...peer, '--gateway', '0', '--timeout', '60000'],
      terminal,
    );
    await vi.waitUntil(() => terminal.out().includes('passed  Enable'), 10_000);
    expect(server.registrations('alice@localhost')).toHaveLength(1);
    terminal.interrupt();
    expect(await ending).toBe(1);
    expect(terminal.out()).toContain('passed  Delete node');
    expect(server.registrations('alice@localhost')).toEqual([]);
  });

  it('explains a wrong password', async () => {
    const server = await startPractice();
    const wrong = { ALICE: 'not-the-password' };
    const { code, stdout, stderr } = await runCommand(['check', ...practiceAccount(server)], {
      env: wrong,
    });
    expect(stderr).toMatch(/password/i);
    expect(stderr).not.toContain(wrong.ALICE);
    expect(stdout).toBe('');
    expect(code).toBe(3);
  });

  it.each([
    ['xmpp://127.0.0.1:1', /refused the connection/],
    ['ws://127.0.0.1:1/ws', /refused the connection/],
    ['xmpp://nowhere.invalid:5222', /could not be resolved/],
  ])('explains why %s cannot be reached', async (service, text) => {
    const args = ['--jid', 'alice@localhost', '--password-env', 'ALICE', '--service', service];
    const { code, stderr } = await runCommand(['check', ...args], { env });
    expect(stderr).toMatch(text);
    expect(code).toBe(3);
  });

  it('explains a CA file that is none', async () => {
    const args = ['--jid', 'alice@localhost', '--password-env', 'ALICE', '--ca', '/nowhere.pem'];
    const { code, stderr } = await runCommand(['check', ...args], { env });
    expect(stderr).toMatch(/^pushscope: \S/);
    expect(code).toBe(2);
  });
});
