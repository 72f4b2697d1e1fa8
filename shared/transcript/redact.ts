/**
 * Makes wire entries fit to be given away. Works on the parsed tree, never on text, and by what is
 * known to be harmless: a namespace or a form nobody thought of loses its values, not its secrecy.
 */
import type { WireEntry } from './entry.ts';
import { parseXml } from '../xml/parse.ts';
import { serializeXml } from '../xml/serialize.ts';
import type { AccountWord } from './redaction/aliases.ts';
import type { RedactionProfile, Secret } from './redaction/classes.ts';
import { redactElement } from './redaction/element.ts';
import { redactPush } from './redaction/push-json.ts';
import {
  createValueRedactor,
  type Redaction,
  type ValueRedactor,
} from './redaction/value-redactor.ts';

export type { Redaction } from './redaction/value-redactor.ts';

/** An entry that may be given away. */
export interface RedactedEntry {
  readonly entry: WireEntry;
  /** What was replaced, in document order. */
  readonly redactions: readonly Redaction[];
  /** True when the text could not be parsed and was left out whole. */
  readonly left: boolean;
}

/** Redacts the parts of one export. */
export interface Redactor {
  redactEntry(entry: WireEntry): RedactedEntry;
  /** For texts of this program's own: session facts, verdicts, file names. */
  redactText(text: string): string;
  redactJid(jid: string): string;
  redactSessionName(name: string): string;
  /** Every value replaced so far, for the leak check; the same objects each time. */
  seen(): readonly Secret[];
  /**
   * A redactor with the same aliases that also hides further values.
   * @returns null when an alias is part of one of them, so that only a new redactor can hide it
   */
  knowing(more: readonly Secret[]): Redactor | null;
}

/**
 * Creates a redactor; aliases are stable within it.
 * @param profile who the result is for
 * @param known values that must not appear anywhere: passwords and tokens that services know
 * @param accountWord what aliases of accounts begin with: `user`, unless accounts are called so
 */
export function createRedactor({
  profile,
  known = [],
  accountWord,
}: {
  readonly profile: RedactionProfile;
  readonly known?: readonly Secret[];
  readonly accountWord?: AccountWord;
}): Redactor {
  return redactBy(createValueRedactor(profile, known, accountWord));
}

function redactBy(values: ValueRedactor): Redactor {
  return {
    redactEntry(entry) {
      values.take();
      const xml = redactXml(entry, values);
      const redacted: WireEntry = {
        ...entry,
        ...redactSummary(entry, values),
        xml: xml ?? '',
        masked: entry.masked,
      };
      return { entry: redacted, redactions: values.take(), left: xml === null };
    },
    redactText: (text) => values.apply('free', text, 'text'),
    redactJid: (jid) => values.apply('jid', jid, 'jid'),
    redactSessionName: (name) => values.alias('session-name', name, 'session'),
    seen: values.seen,
    knowing(more) {
      const knowing = values.knowing(more);
      return knowing === null ? null : redactBy(knowing);
    },
  };
}

/** Summary parts repeat values of the text, so their replacements are not counted twice. */
function redactSummary(entry: WireEntry, values: ValueRedactor): Partial<WireEntry> {
  const counted = values.take();
  const jid = (text: string | null): string | null =>
    text === null ? null : values.apply('jid', text, 'summary');
  const keep = (text: string | null): string | null =>
    text === null ? null : values.apply('keep', text, 'summary');
  const summary = {
    from: jid(entry.from),
    to: jid(entry.to),
    id: summaryId(entry, values),
    type: keep(entry.type),
    name: keep(entry.name),
    childName: keep(entry.childName),
    childNs: keep(entry.childNs),
    childAction: keep(entry.childAction),
    condition: keep(entry.condition),
    text: values.apply('free', entry.text, 'text'),
    // Entries without session carry this program's own name for their source.
    sessionName:
      entry.sessionId === ''
        ? entry.sessionName
        : values.alias('session-name', entry.sessionName, 'session'),
  };
  const own = values.take().filter(({ path }) => path === 'text');
  values.restore([...counted, ...own]);
  return summary;
}

/** The id of `<enabled/>` is the one id that is a credential. */
function summaryId(entry: WireEntry, values: ValueRedactor): string | null {
  if (entry.id === null) return null;
  const rule = entry.kind === 'nonza' && entry.name === 'enabled' ? 'resumption' : 'keep';
  return values.apply(rule, entry.id, 'summary');
}

/** The redacted text; null when it cannot be parsed. */
function redactXml(entry: WireEntry, values: ValueRedactor): string | null {
  const text = entry.xml;
  if (text.trim() === '' || XML_DECLARATION.test(text) || STREAM_CLOSE.test(text)) return text;
  if (entry.kind === 'push') return redactPush(text, values);
  if (entry.kind === 'stream') return redactStreamTag(text, values) ?? redactStanza(text, values);
  return redactStanza(text, values);
}

const XML_DECLARATION =
  /^\s*<\?xml\s+version=(['"])1\.0\1(?:\s+encoding=(['"])utf-8\2)?\s*\?>\s*$/i;
const STREAM_CLOSE = /^\s*<\/stream:stream\s*>\s*$/;
const STREAM_OPEN = /^\s*(<\?xml[^>]*\?>)?\s*(<[^>]*[^/])>\s*$/;

/** A stream's open tag has no end of its own; it is redacted as if it were empty. */
function redactStreamTag(text: string, values: ValueRedactor): string | null {
  const tag = STREAM_OPEN.exec(text)?.[2];
  if (tag === undefined) return null;
  const parsed = parseXml(`${tag}/>`);
  if (!parsed.ok) return null;
  return serializeXml(redactElement(parsed.element, values)).replace(/\/>$/, '>');
}

function redactStanza(text: string, values: ValueRedactor): string | null {
  const parsed = parseXml(text);
  return parsed.ok ? serializeXml(redactElement(parsed.element, values)) : null;
}
