/** The command line as a whole: its commands, and how each of their ends becomes an exit code. */
import { Command, CommanderError, Help, type Option } from 'commander';
import { VERSION } from '#services/version.ts';
import { addBenchCommand } from './commands/bench.ts';
import { addCheckCommand } from './commands/check.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addGatewayCommand } from './commands/gateway.ts';
import { addLintCommand } from './commands/lint.ts';
import { addPracticeCommand } from './commands/practice.ts';
import { addRecordCommand } from './commands/record.ts';
import { addSendCommand } from './commands/send.ts';
import { createStyle } from './style.ts';
import { CommandError, type ExitCode, type Finish, type Terminal } from './terminal.ts';

const COMMANDS = [
  addDemoCommand,
  addCheckCommand,
  addRecordCommand,
  addSendCommand,
  addExplainCommand,
  addLintCommand,
  addPracticeCommand,
  addGatewayCommand,
  addBenchCommand,
];

/**
 * Runs one command line.
 * @param args the arguments behind the program's name
 * @returns 0 done and passed, 1 a check failed, 2 wrong usage or bad input, 3 could not connect; never throws
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(terminal, async (end) => {
    exitCode = await end;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, terminal);
  }
}

function createProgram(terminal: Terminal, finish: Finish): Command {
  const program = new Command('pushscope')
    .version(VERSION)
    .description('Shows, stanza by stanza, why XMPP push notifications work or don’t.')
    .configureOutput({
      writeOut: terminal.writeOut,
      writeErr: terminal.writeErr,
      getOutHasColors: () => terminal.outIsColoured,
      getErrHasColors: () => terminal.errIsColoured,
    })
    .configureHelp({ optionDescription: describeOption })
    .exitOverride()
    .showHelpAfterError('(add --help for the options)');
  for (const add of COMMANDS)
    program.addCommand(add(terminal, finish).copyInheritedSettings(program));
  return program;
}

/** A default of nothing tells nobody anything; where it matters the description says what happens. */
function describeOption(option: Option): string {
  const value: unknown = option.defaultValue;
  const isBlank =
    value === undefined || ['false', '""', '[]', '{}'].includes(JSON.stringify(value));
  return isBlank ? option.description : new Help().optionDescription(option);
}

function exitCodeOf(error: unknown, terminal: Terminal): ExitCode {
  const style = createStyle(terminal.errIsColoured);
  if (error instanceof CommandError) {
    terminal.writeErr(`${style.bad('pushscope:')} ${error.message}\n`);
    return error.exitCode;
  }
  // commander has printed its own message; help and version end with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const reason = error instanceof Error ? error.message : String(error);
  terminal.writeErr(`${style.bad('pushscope:')} Something inside Pushscope failed: ${reason}\n`);
  return 1;
}
