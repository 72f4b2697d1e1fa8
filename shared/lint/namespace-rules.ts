/** Rules about namespaces, the commonest typing errors of all and the ones that are hardest to see. */
import type { XmlElement } from '../xml/node.ts';
import { walkElements } from '../xml/query.ts';
import { specOfNamespace } from '../xmpp/namespace-specs.ts';
import * as namespaces from '../xmpp/namespaces.ts';
import { didYouMean, editDistance } from './did-you-mean.ts';
import { renameAttribute, setAttribute } from './edits.ts';
import type { LintDocument, LintRule, RuleMatch } from './rule.ts';

const KNOWN: readonly string[] = Object.values(namespaces);

const XMLNS_MISSPELT: LintRule = {
  id: 'xml.xmlns-misspelt',
  severity: 'error',
  title: 'xmlns is misspelt',
  reason:
    'The element stays in the namespace around it, and nobody knows it there: bad-request or service-unavailable, though the stanza looks like the one in the documentation.',
  evidence: 'esl/MongooseIM#3380',
  check: (document) =>
    [...walkElements(document.stanza)].flatMap((element) =>
      Object.keys(element.attrs)
        .filter(isMisspeltXmlns)
        .map((name) => ({
          element,
          attribute: name,
          message: `"${name}" looks like xmlns misspelt. Write xmlns.`,
          fix: renameAttribute(document, element, name, 'xmlns'),
        })),
    ),
};

/** `xlmns`, `xmnls`, `xmln` and the like. */
export function isMisspeltXmlns(name: string): boolean {
  return /^[xmlns]{3,7}$/i.test(name) && editDistance(name.toLowerCase(), 'xmlns') <= 2;
}

const QUOTED: LintRule = {
  id: 'xml.namespace-quoted',
  severity: 'error',
  title: 'Quotes or spaces inside a namespace',
  reason: 'Namespaces are compared letter by letter, so no server handles this one.',
  evidence: 'processone/ejabberd#2033',
  check: (document) =>
    declaredNamespaces(document)
      .filter(({ ns }) => ns !== strip(ns))
      .map(({ element, ns }) => ({
        element,
        attribute: 'xmlns',
        message: `The namespace ${JSON.stringify(ns)} has quotes or white space inside. Write ${strip(ns)}.`,
        fix: setAttribute(document, element, 'xmlns', strip(ns)),
      })),
};

function strip(ns: string): string {
  return ns.replace(/^[\s'"]+|[\s'"]+$/g, '');
}

const MISSPELT: LintRule = {
  id: 'xml.namespace-misspelt',
  severity: 'error',
  title: 'Namespace looks misspelt',
  reason:
    'No server handles anything under that name: the answer is service-unavailable or feature-not-implemented.',
  evidence: 'facts 9 row 3; processone/ejabberd#3095',
  check: (document) =>
    declaredNamespaces(document)
      .filter(({ ns }) => ns === strip(ns))
      .flatMap(({ element, ns }) => {
        const meant = nearest(ns);
        return meant === null ? [] : [misspelt(document, element, ns, meant)];
      }),
};

function misspelt(
  document: LintDocument,
  element: XmlElement,
  ns: string,
  meant: string,
): RuleMatch {
  return {
    element,
    attribute: 'xmlns',
    message: `No namespace "${ns}" is known here. Did you mean ${meant}?`,
    fix: setAttribute(document, element, 'xmlns', meant),
  };
}

/** Other versions and other fragments are other namespaces, so only slips of letters count. */
function nearest(ns: string): string | null {
  if (KNOWN.includes(ns) || (!ns.includes('#') && specOfNamespace(ns) !== undefined)) return null;
  const meant = didYouMean(ns, KNOWN);
  if (meant === null || isOtherVersion(ns, meant)) return null;
  return editDistance(ns, meant) <= mostWrongLetters(meant) ? meant : null;
}

/** Nothing else is called like push, so more of it may be wrong. */
function mostWrongLetters(meant: string): number {
  return meant === namespaces.NS_PUSH_0 ? 4 : 1 + Math.floor(meant.length / 20);
}

/** `urn:xmpp:mam:1` is older than `urn:xmpp:mam:2` and no misspelling of it; push has one version only. */
function isOtherVersion(ns: string, known: string): boolean {
  const bare = (text: string): string => text.replace(/:?\d+$/, '');
  return bare(ns) === bare(known) && known !== namespaces.NS_PUSH_0;
}

/** Elements that declare their default namespace themselves. */
function declaredNamespaces({
  stanza,
  placeOf,
}: LintDocument): readonly { element: XmlElement; ns: string }[] {
  return [...walkElements(stanza)].flatMap((element) => {
    const declared = placeOf(element)?.open.attributes.find(({ name }) => name === 'xmlns');
    return declared === undefined ? [] : [{ element, ns: declared.value }];
  });
}

/** Rules about namespaces. */
export const NAMESPACE_RULES: readonly LintRule[] = [XMLNS_MISSPELT, QUOTED, MISSPELT];
