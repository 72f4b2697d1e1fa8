/** Copy as XML: the text itself. */
import { type CopyFormatter, textOfEntry } from './copy-format.ts';

/** Each entry's text on lines of its own. */
export const COPY_XML: CopyFormatter = {
  id: 'xml',
  label: 'XML',
  write: (entries) => entries.map(textOfEntry).join('\n'),
};
