/** Copy as HTML without styles: for mails, wikis and tickets, which have styles of their own. */
import type { WireEntry } from '../entry.ts';
import { prettyText } from '../../xml/pretty-text.ts';
import { escapeAttribute } from '../../xml/serialize.ts';
import { type CopyFormatter, factsOfEntry } from './copy-format.ts';
import { referUnseen } from './refer-unseen.ts';

/** A paragraph of facts and a block of code for each entry. */
export const COPY_HTML: CopyFormatter = {
  id: 'html',
  label: 'HTML',
  write: (entries) => entries.map(writeEntry).join('\n'),
};

function writeEntry(entry: WireEntry): string {
  const text = entry.xml === '' ? entry.text : prettyText(entry.xml);
  const facts = `<p>${escapeHtml(factsOfEntry(entry))}</p>`;
  return `${facts}\n<pre><code>${escapeHtml(text)}</code></pre>`;
}

function escapeHtml(text: string): string {
  // Line breaks stay what they are inside `pre`.
  return referUnseen(text).split('\n').map(escapeAttribute).join('\n');
}
