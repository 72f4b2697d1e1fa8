import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '#tests/support/cli-process.ts';
import { missingEjabberd, startEjabberd } from '#tests/support/ejabberd.ts';
import { readJsonLines, runLineSchema, runSummarySchema } from '#tests/support/json-lines.ts';
import { missingProsody, startProsody } from '#tests/support/prosody.ts';
import type { RealServer } from '#tests/support/real-server.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const env = { ALICE: 'alicepw', BOB: 'bobpw', WRONG: 'not-the-password' };

function asAlice(server: RealServer): string[] {
  return [
    ...['--jid', `alice@${server.domain}`, '--password-env', 'ALICE'],
    ...['--service', `xmpp://127.0.0.1:${server.c2sPort}`, '--ca', server.caFile],
    ...['--timeout', '10000'],
  ];
}

function linesOf(stdout: string) {
  return readJsonLines(stdout).map((line) => runLineSchema.parse(line));
}

function stateOf(stdout: string, step: string): string | undefined {
  const line = linesOf(stdout).find((one) => one.kind === 'step' && one.step === step);
  return line?.kind === 'step' ? line.state : undefined;
}

describeWhen(missingEjabberd(), 'pushscope check against ejabberd', () => {
  let server: RealServer;
  beforeAll(async () => void (server = await startEjabberd()));
  afterAll(() => server.stop());

  it('passes the whole PubSub-full run', async () => {
    const out = join(createTemporaryFolder(), 'ejabberd.jsonl');
    const { code, stdout, stderr } = await runCli(
      ['check', ...asAlice(server), '--flow', 'full', '--json', '--out', out],
      { env },
    );
    expect(stderr).toContain('signed by the given CA');
    expect(runSummarySchema.parse(linesOf(stdout).at(-1))).toMatchObject({
      flow: 'full',
      passed: 6,
      failed: 0,
      skipped: 1,
    });
    expect(readFileSync(out, 'utf8')).toContain('urn:xmpp:push:0');
    expect(code).toBe(0);
  });

  it('refuses a certificate nobody vouches for', async () => {
    const trusting = asAlice(server);
    const args = trusting.filter(
      (_, index) => ![trusting.indexOf('--ca'), trusting.indexOf('--ca') + 1].includes(index),
    );
    const { code, stderr } = await runCli(['check', ...args], { env });
    expect(stderr).toMatch(/certificate/i);
    expect(code).toBe(3);
  });

  it('accepts the pinned certificate', async () => {
    const args = asAlice(server);
    args.splice(args.indexOf('--ca'), 2, '--pin', server.fingerprint256);
    const { code } = await runCli(['check', ...args], { env });
    expect(code).toBe(0);
  });

  it('explains a wrong password', async () => {
    const args = asAlice(server).map((arg) => (arg === 'ALICE' ? 'WRONG' : arg));
    const { code, stderr } = await runCli(['check', ...args], { env });
    expect(stderr).toMatch(/password/i);
    expect(stderr).not.toContain(env.WRONG);
    expect(code).toBe(3);
  });
});

describeWhen(missingProsody(), 'pushscope check against Prosody', () => {
  let server: RealServer;
  beforeAll(async () => void (server = await startProsody()));
  afterAll(() => server.stop());

  it('says that there is no pubsub service', async () => {
    const { code, stdout, stderr } = await runCli(
      ['check', ...asAlice(server), '--flow', 'full', '--pubsub', server.domain, '--json'],
      { env },
    );
    expect(stateOf(stdout, 'preflight')).toBe('passed');
    expect(stateOf(stdout, 'create')).toBe('failed');
    expect(stderr).toMatch(/Next: \S/);
    expect(code).toBe(1);
  });

  it('passes enable and disable', async () => {
    const { code, stdout } = await runCli(
      ['check', ...asAlice(server), '--flow', 'less', '--pubsub', 'push.example.org', '--json'],
      { env },
    );
    expect(runSummarySchema.parse(linesOf(stdout).at(-1))).toMatchObject({
      flow: 'less',
      passed: 3,
      failed: 0,
      skipped: 1,
    });
    expect(code).toBe(0);
  });
});
