import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '#tests/support/cli-process.ts';
import { readJsonLines, runLineSchema, runSummarySchema } from '#tests/support/json-lines.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const FULL_STEPS = ['preflight', 'create', 'affiliation', 'enable', 'proof', 'disable', 'delete'];
const LESS_STEPS = ['preflight', 'enable', 'proof', 'disable'];

describe('pushscope demo', () => {
  it('proves a push by PubSub-full', async () => {
    const cwd = createTemporaryFolder();
    const { code, stdout, ms } = await runCli(['demo'], { cwd });
    expect(stdout).toMatch(/7 passed, 0 failed, 0 skipped\nPush: received .* after/);
    expect(stdout).toContain(join(cwd, 'pushscope-demo.jsonl'));
    expect(code).toBe(0);
    expect(ms).toBeLessThan(20_000);
  });

  it.each([
    ['full', FULL_STEPS],
    ['less', LESS_STEPS],
  ])('prints PubSub-%s as JSON Lines alone', async (flow, steps) => {
    const out = join(createTemporaryFolder(), 'demo.jsonl');
    const { code, stdout } = await runCli(['demo', '--flow', flow, '--json', '--out', out]);
    const lines = readJsonLines(stdout).map((line) => runLineSchema.parse(line));
    expect(lines.flatMap((line) => (line.kind === 'step' ? [line.step] : []))).toEqual(steps);
    expect(runSummarySchema.parse(lines.at(-1))).toMatchObject({
      flow,
      passed: steps.length,
      failed: 0,
      skipped: 0,
      push: { received: true },
      transcript: out,
    });
    expect(code).toBe(0);
  });

  it('masks what the transcript must not tell', async () => {
    const out = join(createTemporaryFolder(), 'demo.jsonl');
    await runCli(['demo', '--out', out]);
    const transcript = readFileSync(out, 'utf8');
    expect(transcript).toContain('urn:xmpp:push:0');
    expect(transcript).not.toContain('pushscope-demo-device');
    expect(transcript).not.toContain('alicepw');
    expect(transcript).not.toMatch(/pushscope-proof-/);
  });

  it('writes Markdown for a name that ends in .md', async () => {
    const out = join(createTemporaryFolder(), 'demo.md');
    await runCli(['demo', '--flow', 'less', '--out', out]);
    expect(readFileSync(out, 'utf8')).toMatch(/^# /);
  });

  it('refuses a flow it does not know', async () => {
    const { code, stderr } = await runCli(['demo', '--flow', 'half']);
    expect(stderr).toContain('full, less');
    expect(code).toBe(2);
  });
});
