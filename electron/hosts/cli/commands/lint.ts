/** `pushscope lint`: findings for stanzas from a file or stdin, by the rules of the window. */
import { Command } from 'commander';
import type { LintContext } from '#shared/lint/context.ts';
import type { Finding, Severity } from '#shared/lint/finding.ts';
import { fixText, type LintedText, lintText } from '#shared/lint/lint-text.ts';
import { parseJid } from '#shared/xmpp/jid.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { readInput } from '../stanza-input.ts';
import { CommandError, type ExitCode, type Finish, type Terminal } from '../terminal.ts';

interface LintOptions {
  readonly json: boolean;
  readonly fix: boolean;
  readonly jid?: string;
  readonly serverVersion?: string;
}

/** The command `lint`: judges stanzas before they are sent. */
export function addLintCommand(terminal: Terminal, finish: Finish): Command {
  return new Command('lint')
    .description('say what is wrong with stanzas from a file or stdin, and why')
    .argument('[file]', 'file with stanzas; stdin when left out')
    .option('--jid <jid>', 'full JID that would send them: finds foreign addresses')
    .option('--server-version <version>', 'MongooseIM that would get them, e.g. 6.1.0')
    .option('--fix', 'print the stanzas with all mechanical corrections made', false)
    .option('--json', 'print JSON Lines on stdout', false)
    .action((file: string | undefined, options: LintOptions) =>
      finish(runLint(terminal, options, file)),
    );
}

async function runLint(
  terminal: Terminal,
  options: LintOptions,
  file: string | undefined,
): Promise<ExitCode> {
  if (options.fix && options.json) {
    throw new CommandError(2, '--fix prints stanzas and --json prints findings. Choose one.');
  }
  const context = toContext(options);
  const typed = await readInput(terminal, file);
  const text = options.fix ? fixText(typed, context) : typed;
  const linted = lintText(text, context);
  if (linted.stanzas === 0) throw new CommandError(2, 'The input holds no stanza.');
  const reporter = createReporter(terminal, options.json || options.fix);
  if (options.fix) terminal.writeOut(text);
  report(options.fix ? sayOnly(reporter) : reporter, linted);
  return linted.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function toContext({ jid, serverVersion }: LintOptions): LintContext {
  if (jid !== undefined && parseJid(jid) === null) {
    throw new CommandError(2, `--jid ${jid} is not a JID. Correct it.`);
  }
  if (serverVersion !== undefined && !/^\d+\.\d+/.test(serverVersion)) {
    throw new CommandError(
      2,
      `--server-version ${serverVersion} is no version. Write it as 6.4.0.`,
    );
  }
  return {
    ...(jid === undefined ? {} : { ownJid: jid }),
    ...(serverVersion === undefined ? {} : { serverVersion }),
  };
}

/** The corrected stanzas alone go to stdout. */
function sayOnly(reporter: Reporter): Reporter {
  return { ...reporter, emit: () => undefined };
}

function report(reporter: Reporter, { findings, stanzas }: LintedText): void {
  for (const finding of findings) {
    reporter.say(describe(reporter, finding));
    reporter.emit(toJson(finding));
  }
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')];
  reporter.say(
    `${counted(stanzas, 'stanza')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${counted(hints, 'hint')}`,
  );
  reporter.emit({ kind: 'summary', stanzas, errors, warnings, hints });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function describe({ style }: Reporter, finding: Finding): string {
  const { severity, line, column, rule, message, reason, evidence, fix } = finding;
  const word = severity === 'error' ? style.bad(severity) : style.attention(severity);
  const lines = [`${line}:${column} ${word} ${message} ${style.dim(rule)}`];
  lines.push(`    ${reason} ${style.dim(`(${evidence})`)}`);
  if (fix !== undefined) lines.push(`    Fix: ${fix.title}`);
  return lines.join('\n');
}

function toJson(finding: Finding): Parameters<Reporter['emit']>[0] {
  const { rule, severity, line, column, title, message, reason, evidence, fix } = finding;
  return {
    ...{ kind: 'finding', rule, severity, line, column, title, message, reason, evidence },
    ...(fix === undefined ? {} : { fix }),
  };
}
