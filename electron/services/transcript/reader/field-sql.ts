/** What a query asks of a field of text, as SQL. */
import type { QueryNode, TextField, TextMatch } from '#shared/transcript/query/query-node.ts';
import { comparePattern } from '../text-pattern.ts';
import type { Bind, Condition } from './query-sql.ts';
import { requireAll, requireAny, requireText, type RequiredText } from './text-search.ts';

const COLUMNS: Readonly<Record<TextField, readonly string[]>> = {
  from: ['e.from_jid'],
  to: ['e.to_jid'],
  jid: ['e.from_jid', 'e.to_jid'],
  id: ['e.id'],
  type: ['e.type'],
  kind: ['e.kind'],
  dir: ['e.direction'],
  session: ['e.session_name', 'e.session_id'],
  ns: ['e.child_ns'],
  child: ['e.child_name', 'e.child_action'],
  step: ['e.step_id'],
  name: ['e.name'],
  condition: ['e.condition'],
};

/** Few values, which the text index does not hold. */
const NOT_INDEXED: readonly TextField[] = ['kind', 'dir'];

/** Compiles a field. */
export function compileField(
  { field, values }: Extract<QueryNode, { kind: 'field' }>,
  bind: Bind,
): Condition {
  const parts = values.map((match) => compileMatch(field, match, bind));
  const required = parts.map((part) => part.required);
  return {
    sql: `(${parts.map(({ sql }) => sql).join(' OR ')})`,
    exact: parts.every(({ exact }) => exact),
    required: NOT_INDEXED.includes(field) ? null : requireAny(required),
  };
}

function compileMatch(field: TextField, match: TextMatch, bind: Bind): Condition {
  const columns = COLUMNS[field];
  if (match.kind === 'regex') {
    const sql = columns.map((column) => `${column} IS NOT NULL`).join(' OR ');
    return { sql: `(${sql})`, exact: false, required: null };
  }
  if (match.kind === 'exact' && (field === 'kind' || field === 'dir')) {
    return compileWord(field, match.text.toLowerCase(), bind);
  }
  const pattern = match.kind === 'exact' ? [match.text] : match.pattern.split('*');
  const { operator, pattern: bound, exact } = comparePattern(pattern);
  const condition = operator.replace('?', bind(bound));
  const subjects = columns.flatMap((column) => subjectsOf(field, match, column));
  const alternatives = subjects.map((subject) => `${subject} ${condition}`);
  return {
    sql: `(${alternatives.join(' OR ')})`,
    exact,
    required: requirePieces(pattern),
  };
}

/** The pieces between the asterisks stand in the field. */
function requirePieces(pieces: readonly string[]): RequiredText | null {
  return requireAll(pieces.map(requireText));
}

/** What is compared: of a JID without resource the bare JID, without `@` its domain. */
function subjectsOf(
  field: TextField,
  match: Exclude<TextMatch, { kind: 'regex' }>,
  column: string,
): string[] {
  const wanted = match.kind === 'exact' ? match.text : match.pattern;
  const isAddress = field === 'from' || field === 'to' || field === 'jid';
  if (!isAddress || wanted.includes('/')) return [column];
  const bare = `substr(${column}, 1, instr(${column} || '/', '/') - 1)`;
  if (wanted.includes('@')) return [bare];
  const domain = `substr(${bare}, instr(${bare}, '@') + 1)`;
  return match.kind === 'glob' ? [domain, bare] : [domain];
}

/** Words of the program itself, all in small letters; the rare ones are said so that SQLite uses their index. */
function compileWord(field: 'kind' | 'dir', word: string, bind: Bind): Condition {
  const [column] = COLUMNS[field];
  const sql =
    field === 'dir' && word === 'local' ? `e.direction = 'local'` : `${column} = ${bind(word)}`;
  const indexed = field === 'kind' && word !== 'stanza' ? ` AND e.kind <> 'stanza'` : '';
  return { sql: `(${sql}${indexed})`, exact: true, required: null };
}
