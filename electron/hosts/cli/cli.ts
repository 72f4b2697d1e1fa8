#!/usr/bin/env node
/** Pushscope in a terminal: connects the process to the program and sets the exit code. */
import { runProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

const exitCode = await runProgram(process.argv.slice(2), createTerminal(process));

// Text that still waits for a pipe goes first. A connection that a server is slow to close must not
// keep the shell waiting, so the process does not wait for everything to end by itself.
await Promise.all([process.stdout, process.stderr].map(untilWritten));
process.exit(exitCode);

function untilWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
