import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { readPassword } from '#hosts/cli/password.ts';
import { buildTerminal } from '#tests/support/terminal.ts';

/** A terminal at which somebody types. */
function interactive(typed: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  stdin.write(typed);
  return { ...buildTerminal(), stdin: stdin as unknown as ReadStream };
}

describe('readPassword()', () => {
  it('takes the named variable', async () => {
    const terminal = buildTerminal({ env: { SECRET: 'alicepw' } });
    expect(await readPassword(terminal, 'SECRET', 'alice@localhost')).toBe('alicepw');
  });

  it('says which variable is missing', async () => {
    await expect(readPassword(buildTerminal(), 'SECRET', 'alice@localhost')).rejects.toThrow(
      'SECRET is not set',
    );
  });

  it('refuses to ask at a pipe', async () => {
    await expect(readPassword(buildTerminal(), undefined, 'alice@localhost')).rejects.toThrow(
      '--password-env',
    );
  });

  it('asks without showing what is typed', async () => {
    const terminal = interactive('alicx\u007fepw\r');
    expect(await readPassword(terminal, undefined, 'alice@localhost')).toBe('alicepw');
    expect(terminal.err()).toBe('Password of alice@localhost: \n');
  });

  it('ends at an interrupt', async () => {
    const terminal = interactive('ali\u0003');
    await expect(readPassword(terminal, undefined, 'alice@localhost')).rejects.toThrow(
      'No password',
    );
  });
});
