/** Whose publishing a push node with publish model `publishers` accepts. Facts 2.5. */
import type { NodeAffiliation } from './node-findings.ts';

const MAY_PUBLISH: ReadonlySet<string> = new Set(['owner', 'publisher', 'publish-only']);

/** Bare JIDs that may publish, in the order of the list. */
export function publishersAmong(affiliations: readonly NodeAffiliation[]): readonly string[] {
  return affiliations
    .filter(({ affiliation }) => MAY_PUBLISH.has(affiliation))
    .map(({ jid }) => jid.toLowerCase());
}
