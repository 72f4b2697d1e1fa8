import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli, startCli } from '#tests/support/cli-process.ts';
import { readJsonLines, runLineSchema } from '#tests/support/json-lines.ts';

const practiceSchema = z.object({
  kind: z.literal('practice'),
  tcpService: z.string(),
  fingerprint256: z.string(),
  gateway: z.string(),
});

describe('pushscope practice', () => {
  it('serves checks of other processes', async () => {
    const practice = startCli(['practice', '--json']);
    const [line] = await practice.untilOutput(/^\{.*\}$/m);
    const { tcpService, fingerprint256 } = practiceSchema.parse(JSON.parse(line));
    const account = ['--jid', 'alice@localhost', '--password-env', 'PASSWORD'];
    const args = ['check', ...account, '--service', tcpService, '--pin', fingerprint256, '--json'];

    const passed = await runCli(args, { env: { PASSWORD: 'alicepw' } });
    expect(passed.code).toBe(0);
    for (const object of readJsonLines(passed.stdout)) runLineSchema.parse(object);

    const refused = await runCli(args, { env: { PASSWORD: 'not-the-password' } });
    expect(refused.code).toBe(3);
    expect(readJsonLines(refused.stdout)).toEqual([
      expect.objectContaining({ kind: 'failure', code: 'auth-failed', step: 'authenticate' }),
    ]);
    expect(refused.stdout + refused.stderr).not.toMatch(/not-the-password|\n\s+at /);

    practice.interrupt();
    expect((await practice.ended).code).toBe(0);
  });

  it('tells people what to do next', async () => {
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
    await fetch(`${url}/v3/notification/token-1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ service: 'apns', alert: { body: 'hello', title: 'bob' } }),
    });
    await gateway.untilOutput(/"kind":"push"/);
    gateway.interrupt();
    const { code, stdout } = await gateway.ended;
    expect(readJsonLines(stdout).at(-1)).toMatchObject({ kind: 'push', deviceId: 'token-1' });
    expect(code).toBe(0);
  });
});
