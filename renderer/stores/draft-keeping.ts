/** Drafts survive a restart, but for those that hold credentials. */
import type { TemplateId } from '#shared/templates/template.ts';
import { maskCredentials } from '#shared/transcript/mask.ts';
import { parseXml } from '#shared/xml/parse.ts';
import type { Draft } from './draft.ts';
import { keep, readKept } from './kept-state.ts';

const NAME = 'drafts';

/** Larger drafts are not worth a start that takes longer. */
const MOST_CHARACTERS = 100_000;

export type Drafts = Readonly<Partial<Record<TemplateId, Draft>>>;

/** Reads the texts of kept drafts by template id. */
export function readKeptDrafts(): Readonly<Record<string, string>> {
  const kept = readKept(NAME);
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Keeps the texts of all drafts without credentials. */
export function keepDrafts(drafts: Drafts): void {
  const texts = Object.entries(drafts)
    .map(([id, draft]) => [id, draft.xml] as const)
    .filter(([, xml]) => xml.length <= MOST_CHARACTERS && !holdsCredentials(xml));
  keep(NAME, Object.fromEntries(texts));
}

function holdsCredentials(xml: string): boolean {
  const parsed = parseXml(xml);
  return maskCredentials(xml, parsed.ok ? parsed.element : null).masked;
}
