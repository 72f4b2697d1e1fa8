/**
 * Variables in stanzas: `${jid.domain}` stands for a value, `$${` for the characters `${`. A value is written as
 * text of XML, so it can hold any character and never becomes markup.
 */
import { escapeAttribute } from '../xml/serialize.ts';

/** Where a variable stands in the text as it was typed, in UTF-16 units. */
export interface VariableUse {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/** A text with the values in the places of its variables. */
export interface FilledText {
  readonly text: string;
  /** Variables that have a value. */
  readonly known: readonly VariableUse[];
  /** Variables that have none; they stay as they are. */
  readonly unknown: readonly VariableUse[];
  /** The place in the typed text of a place in the filled one; within a value, the variable's beginning. */
  toTyped(offset: number): number;
  /** Whether a stretch of the filled text holds, or touches, a value. */
  touchesValue(offset: number, length: number): boolean;
}

/** `$${` first, or its second half would be taken for a variable. */
const PATTERN = /\$\$\{|\$\{([A-Za-z][\w.-]*)\}/g;

/**
 * Puts values into a text.
 * @param values by name, without the braces
 */
export function fillVariables(typed: string, values: ReadonlyMap<string, string>): FilledText {
  const known: VariableUse[] = [];
  const unknown: VariableUse[] = [];
  const replaced: {
    readonly at: number;
    readonly length: number;
    readonly typedAt: number;
    readonly typedLength: number;
  }[] = [];
  let text = '';
  let done = 0;
  for (const match of typed.matchAll(PATTERN)) {
    const [whole, name] = match;
    const use = { name: name ?? '', offset: match.index, length: whole.length };
    const value = name === undefined ? '${' : values.get(name);
    if (value === undefined) {
      unknown.push(use);
      continue;
    }
    if (name !== undefined) known.push(use);
    const written = name === undefined ? value : escapeAttribute(value);
    text += typed.slice(done, match.index);
    replaced.push({
      at: text.length,
      length: written.length,
      typedAt: match.index,
      typedLength: whole.length,
    });
    text += written;
    done = match.index + whole.length;
  }
  text += typed.slice(done);

  return {
    ...{ text, known, unknown },
    toTyped(offset) {
      let shift = 0;
      for (const { at, length, typedAt, typedLength } of replaced) {
        if (offset < at) break;
        if (offset < at + length) return typedAt;
        shift = typedAt + typedLength - (at + length);
      }
      return offset + shift;
    },
    touchesValue: (offset, length) =>
      replaced.some((one) => offset < one.at + one.length && offset + length > one.at),
  };
}

/** Puts values into a text that is not XML, as they are. */
export function fillPlain(typed: string, values: ReadonlyMap<string, string>): string {
  return typed.replace(PATTERN, (whole, name: string | undefined) =>
    name === undefined ? '${' : (values.get(name) ?? whole),
  );
}

/** Reads `name=value` lines; blank lines and lines without a name are left out. */
export function readVariables(lines: string): ReadonlyMap<string, string> {
  const pairs = lines.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^\s*([A-Za-z][\w.-]*)\s*=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, (value ?? '').trim()]];
  });
  return new Map(pairs);
}

/** Names whose values are credentials by the look of them: such are not kept on disk. */
export function isSecretName(name: string): boolean {
  return /token|secret|password|device|key/i.test(name);
}
