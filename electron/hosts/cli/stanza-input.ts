/** Reads stanzas from a file or from stdin, and names the place of what is not one. */
import { readFile } from 'node:fs/promises';
import { parseXml } from '#shared/xml/parse.ts';
import { DEFAULT_XML_LIMITS } from '#shared/xml/limits.ts';
import { createStreamSplitter, type StreamToken } from '#shared/xml/splitter.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import { CommandError, type Terminal } from './terminal.ts';

/** One stanza of an input. */
export interface InputStanza {
  /** Exact text. */
  readonly xml: string;
  readonly element: XmlElement;
  /** Line of the input on which it starts, from 1. */
  readonly line: number;
}

/**
 * Reads a whole input.
 * @param file path; undefined or `-` for stdin
 * @throws CommandError with exit code 2 when it cannot be read
 */
export async function readInput(terminal: Terminal, file: string | undefined): Promise<string> {
  const fromStdin = file === undefined || file === '-';
  const bytes = fromStdin ? await readStdin(terminal) : await readNamedFile(file);
  try {
    // Strict: otherwise a replacement character would be sent in place of what the user wrote.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const what = fromStdin ? 'The input' : `The file ${file}`;
    throw new CommandError(
      2,
      `${what} is not UTF-8, the only encoding XMPP knows. Nothing was sent. Save it as UTF-8.`,
    );
  }
}

async function readStdin({ stdin }: Terminal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

async function readNamedFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const reason =
      cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new CommandError(2, `The file ${file} cannot be read (${reason}). Check the path.`);
  }
}

/**
 * Cuts a text into stanzas. White space between them does not count.
 * @throws CommandError with exit code 2, naming line and column of the first fault
 */
export function readStanzas(text: string): InputStanza[] {
  const splitter = createStreamSplitter(DEFAULT_XML_LIMITS);
  const stanzas: InputStanza[] = [];
  let offset = 0;
  for (const token of splitter.push(text)) {
    const at = offset;
    offset += token.text.length;
    // Editors put one at the head of a file; it says nothing that is to be sent.
    if (at === 0 && isDeclaration(token)) continue;
    if (token.kind === 'text') refuseText(text, token.text, at);
    else stanzas.push(toStanza(text, token.text, at));
  }
  const rest = splitter.rest();
  if (rest.trim() !== '') stanzas.push(toStanza(text, rest, offset));
  if (stanzas.length === 0) throw new CommandError(2, 'The input holds no stanza.');
  return stanzas;
}

function isDeclaration({ kind, text }: StreamToken): boolean {
  return kind === 'markup' && /^<\?xml\s/.test(text);
}

/** White space may stand between stanzas, text may not. */
function refuseText(text: string, between: string, offset: number): void {
  const start = between.search(/\S/);
  if (start < 0) return;
  throw faultAt(placeAt(text, offset + start), 'There is text outside a stanza');
}

function toStanza(text: string, xml: string, offset: number): InputStanza {
  const parsed = parseXml(xml, { defaultNs: NS_CLIENT });
  const start = placeAt(text, offset);
  if (parsed.ok) return { xml, element: parsed.element, line: start.line };
  const { problem } = parsed;
  const line = start.line + problem.line - 1;
  const column = problem.line === 1 ? start.column + problem.column - 1 : problem.column;
  throw faultAt({ line, column }, problem.message);
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function faultAt({ line, column }: Place, fault: string): CommandError {
  return new CommandError(
    2,
    `Line ${line}, column ${column}: ${fault}. Nothing was sent. Correct the input.`,
  );
}

/** Line and column from 1. */
function placeAt(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
