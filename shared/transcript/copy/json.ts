/** Copy as JSON: the tree of each entry with its facts. */
import type { WireEntry } from '../entry.ts';
import { parseXml } from '../../xml/parse.ts';
import type { CopyFormatter } from './copy-format.ts';

/** An array, of one entry too, so that a script needs no second case. */
export const COPY_JSON: CopyFormatter = {
  id: 'json',
  label: 'JSON',
  write: (entries) => JSON.stringify(entries.map(toPlain), null, 2),
};

/** What is no element keeps its text. */
function toPlain(entry: WireEntry): object {
  const { seq, time, direction, kind, sessionName, replyTo, relation, latencyMs } = entry;
  const facts = { seq, time, direction, kind, session: sessionName, replyTo, relation, latencyMs };
  const parsed = parseXml(entry.xml);
  if (parsed.ok) return { ...facts, element: parsed.element };
  return entry.xml === '' ? { ...facts, text: entry.text } : { ...facts, xml: entry.xml };
}
