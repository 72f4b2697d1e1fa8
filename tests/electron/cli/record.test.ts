import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runProgram } from '#hosts/cli/program.ts';
import { readJsonLines, recordLineSchema, recordSummarySchema } from '#tests/support/json-lines.ts';
import {
  PRACTICE_PASSWORDS as env,
  practiceAccount,
  startPractice,
} from '#tests/support/practice-account.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';
import { buildTerminal, runCommand } from '#tests/support/terminal.ts';

const PING = "<iq type='get' id='ping-1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
const DISCO =
  "<iq type='get' id='disco-1' to='nowhere.localhost'>\n" +
  "  <query xmlns='http://jabber.org/protocol/disco#info'/>\n</iq>";

describe('pushscope record', () => {
  it('records until enough stanzas came', async () => {
    const server = await startPractice();
    const out = join(createTemporaryFolder(), 'record.jsonl');
    const args = ['record', ...practiceAccount(server), '--send', PING, '--send', DISCO];
    const { code, stdout, stderr } = await runCommand(
      [...args, '--count', '2', '--out', out, '--json'],
      { env },
    );
    const lines = readJsonLines(stdout).map((line) => recordLineSchema.parse(line));
    const entries = lines.filter((line) => line.kind === 'entry');
    const summary = recordSummarySchema.parse(lines.at(-1));
    expect(summary).toMatchObject({ stanzas: 2, entries: entries.length, dropped: 0 });
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    expect(readFileSync(out, 'utf8')).toContain('urn:xmpp:ping');
    expect(stdout + stderr + readFileSync(out, 'utf8')).not.toContain('alicepw');
    expect(code).toBe(0);
  });

  it('records for a time', async () => {
    const server = await startPractice();
    const out = join(createTemporaryFolder(), 'record.md');
    const args = ['record', ...practiceAccount(server), '--for', '200ms', '--out', out];
    const { code, stdout } = await runCommand(args, { env });
    expect(stdout).toContain('The time is over.');
    expect(readFileSync(out, 'utf8')).toMatch(/^# Pushscope transcript/);
    expect(code).toBe(0);
  });

  it('writes what it has at an interrupt', async () => {
    const server = await startPractice();
    const out = join(createTemporaryFolder(), 'record.jsonl');
    const terminal = buildTerminal({ env });
    const ending = runProgram(['record', ...practiceAccount(server), '--out', out], terminal);
    await vi.waitUntil(() => terminal.out().includes('Ctrl+C ends'), 5_000);
    terminal.interrupt();
    expect(await ending).toBe(0);
    expect(readFileSync(out, 'utf8')).toMatch(/^\{"kind":"header"/);
  });

  it('ends with 1 when the server goes away', async () => {
    const server = await startPractice();
    const out = join(createTemporaryFolder(), 'record.jsonl');
    const terminal = buildTerminal({ env });
    const ending = runProgram(['record', ...practiceAccount(server), '--out', out], terminal);
    await vi.waitUntil(() => terminal.out().includes('Ctrl+C ends'), 5_000);
    await server.stop();
    expect(await ending).toBe(1);
    expect(terminal.out()).toContain('The session ended by itself.');
    expect(readFileSync(out, 'utf8')).toContain('"kind":"footer"');
  });

  it('waits for the server when told to reconnect', async () => {
    const server = await startPractice();
    const out = join(createTemporaryFolder(), 'record.jsonl');
    const terminal = buildTerminal({ env });
    const args = ['record', ...practiceAccount(server), '--reconnect', '--json', '--out', out];
    const ending = runProgram(args, terminal);
    await vi.waitUntil(() => terminal.err().includes('Ctrl+C ends'), 5_000);
    await server.stop();
    await vi.waitUntil(() => terminal.out().includes('Offline:'), 5_000);
    terminal.interrupt();
    expect(await ending).toBe(0);
    expect(terminal.out()).toContain('"ending":"interrupted"');
  });

  it('needs to know where to write', async () => {
    const { code, stderr } = await runCommand(['record', '--jid', 'alice@localhost']);
    expect(stderr).toContain('--out');
    expect(code).toBe(2);
  });
});
