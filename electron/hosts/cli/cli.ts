#!/usr/bin/env node
/** Pushscope in a terminal: connects the process to the program and sets the exit code. */
import { runProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

// Not `process.exit`: text that still waits for a pipe would be cut off.
process.exitCode = await runProgram(process.argv.slice(2), createTerminal(process));
