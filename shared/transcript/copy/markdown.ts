/** Copy as Markdown: facts in a line, the text fenced, as in an exported transcript. */
import { writeMarkdownEntry } from '../formats/markdown.ts';
import type { CopyFormatter } from './copy-format.ts';
import { referUnseen } from './refer-unseen.ts';

/** Entries one after another. */
export const COPY_MARKDOWN: CopyFormatter = {
  id: 'markdown',
  label: 'Markdown',
  write: (entries) =>
    entries
      .map((entry) => writeMarkdownEntry({ ...entry, xml: referUnseen(entry.xml) }).trim())
      .join('\n\n'),
};
