import { describe, expect, it } from 'vitest';
import { PRACTICE_FAULTS } from '#shared/contract/practice-faults.ts';
import { runCommand } from '#tests/support/terminal.ts';

describe('runProgram()', () => {
  it.each([
    [['check'], '--jid'],
    [['check', '--jid', 'localhost'], 'names no account'],
    [['check', '--jid', 'alice@localhost', '--password-env', 'NOT_SET'], 'NOT_SET is not set'],
    [['check', '--jid', 'alice@localhost', '--timeout', '5'], '600000'],
    [['check', '--jid', 'alice@localhost', '--password', 'x'], 'unknown option'],
    [['check', '--jid', 'a@b', '--pin', 'ab'.repeat(32), '--ca', 'x'], 'cannot be used with'],
    [['demo', '--flow', 'half'], 'full, less'],
    [['gateway', '--port', '70000'], '65535'],
    [['practice', '--fault', 'sillent'], '--list-faults'],
    [['practice', '--fault', 'silent=1'], 'takes no value'],
    [['practice', '--fault', 'slow-answers=soon'], 'from 1 to 600000 (ms)'],
    [['record', '--jid', 'alice@localhost'], '--out'],
    [['chekc'], 'Did you mean check'],
  ])('ends %j with 2', async (args, text) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('lists its commands', async () => {
    const { code, stdout } = await runCommand(['--help']);
    for (const name of ['demo', 'check', 'record', 'send', 'practice', 'gateway']) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
    expect(code).toBe(0);
  });

  it('passes the minutes on to the benchmarks', async () => {
    // The program that measures refuses them itself, on its own stderr.
    const { code, stderr } = await runCommand(['bench', 'memory', '--minutes', 'none']);
    expect([code, stderr]).toEqual([2, '']);
  });

  it('lists the faults of the practice server', async () => {
    const { code, stdout } = await runCommand(['practice', '--list-faults']);
    for (const { id } of PRACTICE_FAULTS) expect(stdout).toMatch(new RegExp(`^  ${id} `, 'm'));
    expect(code).toBe(0);
  });

  it('tells its version', async () => {
    const { code, stdout } = await runCommand(['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
    expect(code).toBe(0);
  });
});
