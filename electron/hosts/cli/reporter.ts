/**
 * The two voices of a command. With `--json`, stdout carries JSON Lines and nothing else, and text for
 * people moves to stderr; without it, text goes to stdout and no JSON is printed.
 */
import { createStyle, type Style } from './style.ts';
import type { Terminal } from './terminal.ts';

/** What a command speaks through. */
export interface Reporter {
  /** Colours that fit where {@link Reporter.say} goes. */
  readonly style: Style;
  /** One or more lines for people. */
  say(text: string): void;
  /** One object for programs; printed only with `--json`. */
  emit(object: { readonly kind: string; readonly [field: string]: unknown }): void;
  /** The same for a line that is JSON already, its line break included. */
  emitLine(line: string): void;
}

/**
 * @param terminal the process
 * @param json whether stdout belongs to programs
 */
export function createReporter(terminal: Terminal, json: boolean): Reporter {
  const write = json ? terminal.writeErr : terminal.writeOut;
  const emitLine = (line: string): void => {
    if (json) terminal.writeOut(line);
  };
  return {
    style: createStyle(json ? terminal.errIsColoured : terminal.outIsColoured),
    say: (text) => write(`${text}\n`),
    emit: (object) => emitLine(`${JSON.stringify(object)}\n`),
    emitLine,
  };
}
