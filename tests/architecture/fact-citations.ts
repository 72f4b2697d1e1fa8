/** Reads what sources cite of docs/server-facts.md, and what entries that page has. */

/** What may follow "facts": numbers of sections and rows, the words between them, remarks in brackets. */
const PART = String.raw`Parts? \d+(?:\.\d+)?`;
const ROW = String.raw`(?:rows?|entries|point) \d+`;
const ITEM = String.raw`(?:${PART}|${ROW}|A\.\d|appendix [A-Z]|[A-Z]\d+|\d+(?:\.\d+)?)`;
const BETWEEN = String.raw`(?:,? (?:"[^"]+"|\([^)]*\)))?(?:,? (?:and |to )?)`;
const CITATION = new RegExp(
  String.raw`\b(library )?facts,? (${ITEM}(?:${BETWEEN}${ITEM})*)(?!\w)`,
  'gi',
);
const TOKEN = /"[^"]+"|\([^)]*\)|\bto\b|A\.\d|appendix [A-Z]|[A-Z]?\d+(?:\.\d+)?|[a-z]+/gi;

const RECORDINGS = /\brecordings? (\d+(?:(?:,| and| to|, and) \d+)*)/gi;

/** @returns each cited entry, ranges spelt out: `4.4`, `4.2 E8`, `9 row 22`, `library 16` */
export function citedFacts(text: string): readonly string[] {
  return [...joinComments(text).matchAll(CITATION)].flatMap(([, library, list = '']) =>
    library === undefined ? readList(list) : readList(list).map((entry) => `library ${entry}`),
  );
}

/** @returns each cited number of a recording; of ranges both ends */
export function citedRecordings(text: string): readonly string[] {
  return [...joinComments(text).matchAll(RECORDINGS)].flatMap(
    ([, list = '']) => list.match(/\d+/g) ?? [],
  );
}

/** @returns the entries of the page, named as {@link citedFacts} names them */
export function factEntries(page: string): ReadonlySet<string> {
  const entries = new Set<string>();
  let section = '';
  for (const line of page.split('\n')) {
    const heading = /^##+ (?:Part |Appendix )?(\d+\.\d+|\d+|A\.\d|[A-Z]\b|Library)/.exec(line)?.[1];
    if (heading !== undefined) entries.add((section = heading.toLowerCase()));
    const lettered = /^\| ([A-Z]\d+) /.exec(line)?.[1];
    if (lettered !== undefined) entries.add(`${section} ${lettered.toLowerCase()}`);
    const numbered = /^(?:\| )?(\d+)(?:\.| +\|) /.exec(line)?.[1];
    if (numbered !== undefined)
      entries.add(section === 'library' ? `library ${numbered}` : `${section} row ${numbered}`);
  }
  return entries;
}

/** Comments broken over lines, in one line each. */
function joinComments(text: string): string {
  return text.replaceAll(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' ');
}

function readList(list: string): readonly string[] {
  const found: string[] = [];
  let section = '';
  let inRows = false;
  let ranging = false;
  for (const token of list.toLowerCase().match(TOKEN) ?? []) {
    if (/^(?:rows?|entries|point|parts?)$/.test(token)) inRows = !token.startsWith('part');
    if (token === 'to') ranging = true;
    const number = /^(?:appendix )?((?:[a-z]|a\.)?\d+(?:\.\d+)?|[b-z])$/.exec(token)?.[1];
    if (number === undefined) continue;
    const isRow = inRows || /^[a-z]\d/.test(number);
    if (!isRow) section = number;
    const entry = isRow ? `${section} ${inRows ? 'row ' : ''}${number}` : number;
    found.push(...(ranging ? spellOut(found.at(-1) ?? '', entry) : [entry]));
    ranging = false;
  }
  return found;
}

/** Entries after `first` up to and with `last`, which differ in their last number. */
function spellOut(first: string, last: string): readonly string[] {
  const stem = last.replace(/\d+$/, '');
  const [from, to] = [first, last].map((entry) => Number(/\d+$/.exec(entry)?.[0]));
  if (from === undefined || to === undefined || first.replace(/\d+$/, '') !== stem || from >= to) {
    return [last];
  }
  return Array.from({ length: to - from }, (_, index) => `${stem}${from + 1 + index}`);
}
