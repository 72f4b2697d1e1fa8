import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readJsonLines, runCli, startCli, type CliProcess } from '#tests/support/cli-process.ts';
import { runLineSchema, runSummarySchema } from '#tests/support/json-lines.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const env = { ALICE: 'alicepw', BOB: 'bobpw', WRONG: 'not-the-password' };

const practiceSchema = z.object({
  kind: z.literal('practice'),
  tcpService: z.string(),
  websocketService: z.string(),
  fingerprint256: z.string(),
  gateway: z.string(),
});
type Practice = z.infer<typeof practiceSchema>;

/** `pushscope practice` in a process of its own. */
async function startPractice(
  args: readonly string[] = [],
): Promise<{ readonly process: CliProcess; readonly practice: Practice }> {
  const process = startCli(['practice', '--json', ...args]);
  const [line] = await process.untilOutput(/^\{.*\}$/m);
  return { process, practice: practiceSchema.parse(JSON.parse(line)) };
}

function asAlice({ tcpService, fingerprint256 }: Practice): string[] {
  const account = ['--jid', 'alice@localhost', '--password-env', 'ALICE'];
  return [...account, '--service', tcpService, '--pin', fingerprint256, '--timeout', '5000'];
}

describe('pushscope check', () => {
  it('passes where the session IQ is demanded', async () => {
    const { practice } = await startPractice();
    const { code, stdout } = await runCli(['check', ...asAlice(practice), '--json'], { env });
    const lines = readJsonLines(stdout).map((line) => runLineSchema.parse(line));
    expect(runSummarySchema.parse(lines.at(-1))).toMatchObject({
      flow: 'full',
      passed: 6,
      failed: 0,
      skipped: 1,
      push: { received: false, latencyMs: null },
    });
    expect(code).toBe(0);
  });

  it('passes by PubSub-less over WebSocket', async () => {
    const { practice } = await startPractice(['--no-session']);
    const account = ['--jid', 'alice@localhost', '--password-env', 'ALICE', '--plaintext'];
    const flow = ['--flow', 'less', '--pubsub', 'push.localhost'];
    const { code, stdout } = await runCli(
      ['check', ...account, '--service', practice.websocketService, ...flow],
      { env },
    );
    expect(stdout).toContain('3 passed, 0 failed, 1 skipped');
    expect(code).toBe(0);
  });

  it('says what to change when a step fails', async () => {
    const { practice } = await startPractice();
    const junit = join(createTemporaryFolder(), 'junit.xml');
    const args = ['check', ...asAlice(practice), '--flow', 'full', '--json', '--junit', junit];
    const carol = args.map((arg) => (arg === 'alice@localhost' ? 'carol@localhost' : arg));
    const { code, stdout, stderr } = await runCli(carol, { env: { ALICE: 'carolpw' } });
    const lines = readJsonLines(stdout).map((line) => runLineSchema.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ step: 'create', state: 'failed', condition: 'forbidden' }),
    );
    expect(stderr).toMatch(/Next: \S/);
    expect(readFileSync(junit, 'utf8')).toContain("failures='1'");
    expect(code).toBe(1);
  });

  it('explains a wrong password and ends with 3', async () => {
    const { practice } = await startPractice();
    const args = ['check', ...asAlice(practice)].map((arg) => (arg === 'ALICE' ? 'WRONG' : arg));
    const { code, stdout, stderr } = await runCli(args, { env });
    expect(stderr).toMatch(/password/i);
    expect(stderr).not.toContain(env.WRONG);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
    expect(code).toBe(3);
  });

  it('explains a refused connection and ends with 3', async () => {
    const service = ['--service', 'xmpp://127.0.0.1:1'];
    const account = ['--jid', 'alice@localhost', '--password-env', 'ALICE'];
    const { code, stderr } = await runCli(['check', ...account, ...service], { env });
    expect(stderr).toMatch(/refused|listen/i);
    expect(code).toBe(3);
  });

  it.each([
    [['check'], '--jid'],
    [['check', '--jid', 'localhost'], 'alice@example.org'],
    [['check', '--jid', 'alice@localhost', '--password-env', 'NOT_SET'], 'NOT_SET is not set'],
    [['check', '--jid', 'alice@localhost', '--timeout', '5'], '600000'],
    [['check', '--jid', 'alice@localhost', '--password', 'x'], 'unknown option'],
    [['chekc'], 'unknown command'],
  ])('ends %j with 2', async (args, text) => {
    const { code, stderr } = await runCli(args, { env });
    expect(stderr).toContain(text);
    expect(code).toBe(2);
  });
});

describe('pushscope practice', () => {
  it('tells people what to do next and ends at an interrupt', async () => {
    const practice = startCli(['practice']);
    await practice.untilOutput(/pushscope check --jid alice@localhost .*--pin [0-9a-f]{64}/);
    practice.interrupt();
    expect(await practice.ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('pushscope gateway', () => {
  it('prints a push as it arrives', async () => {
    const gateway = startCli(['gateway', '--port', '0', '--json']);
    const [, url] = await gateway.untilOutput(/"url":"(http[^"]*)"/);
    const alert = { body: 'hello', title: 'bob' };
    await fetch(`${url}/v3/notification/token-1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ service: 'apns', alert }),
    });
    await gateway.untilOutput(/"kind":"push"/);
    gateway.interrupt();
    const { code, stdout } = await gateway.ended;
    expect(readJsonLines(stdout).at(-1)).toMatchObject({ kind: 'push', deviceId: 'token-1' });
    expect(code).toBe(0);
  });
});
