/** All formats of transcripts. To add one: its file, its id in `format.ts`, and a line here. */
import type { FormatId, TranscriptFormat } from './format.ts';
import { JSONL } from './jsonl.ts';
import { MARKDOWN } from './markdown.ts';

/** The formats by id, in the order in which they are offered. */
export const FORMATS: Readonly<Record<FormatId, TranscriptFormat>> = {
  jsonl: JSONL,
  markdown: MARKDOWN,
};

/** The format that a file's name asks for by its ending; undefined when it asks for none. */
export function formatOfFile(fileName: string): TranscriptFormat | undefined {
  const name = fileName.toLowerCase();
  return Object.values(FORMATS).find(({ extension }) => name.endsWith(extension));
}
