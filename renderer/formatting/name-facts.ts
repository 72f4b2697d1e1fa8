/** What a name in a stanza means: its namespace, who specifies that, and where it is declared. */
import { specOfNamespace } from '#shared/xmpp/namespace-specs.ts';
import { attributesOf, elementAt, resolveName } from '#shared/xml/outline-names.ts';
import { type OutlinePart, outlineXml, type XmlOutline } from '#shared/xml/outline.ts';

/** For a line of text; nothing in it is a link. */
export interface NameFacts {
  /** `<enable>`, or the attribute or value that was pointed at. */
  readonly subject: string;
  readonly namespace: string;
  /** `XEP-0357: Push Notifications, version 0.4.1`; empty when it is not known here. */
  readonly spec: string;
  /** Address of the specification, to read and copy. */
  readonly url: string;
  /** `declared by <enable>`, `the default of the stream`. */
  readonly origin: string;
}

/** Texts above this are not taken apart for a hover. */
const MOST_CHARACTERS = 300_000;

/** Explains names of one text; takes it apart when first asked. */
export function createNameReader(text: string): (offset: number) => NameFacts | null {
  let outline: XmlOutline | undefined;
  return (offset) => {
    if (text.length > MOST_CHARACTERS) return null;
    outline ??= outlineXml(text);
    const element = elementAt(outline, offset);
    if (element === null) return null;
    return readValue(text, element, offset) ?? describeElement(text, outline, element);
  };
}

/** Explains an element's own name. */
export function describeElement(
  text: string,
  outline: XmlOutline,
  element: OutlinePart,
): NameFacts {
  const { prefix, ns, declaredBy } = resolveName(text, outline, element);
  return {
    subject: `<${element.name}>`,
    ...describeNamespace(ns),
    origin: describeOrigin(prefix, ns, declaredBy),
  };
}

/** A value that names a namespace itself: a declaration, a disco feature, a FORM_TYPE. */
function readValue(text: string, element: OutlinePart, offset: number): NameFacts | null {
  const inTag = offset >= element.start && offset < element.end;
  const value = inTag ? attributeValueAt(text, element, offset) : ownText(text, element);
  if (value === null || specOfNamespace(value) === undefined) return null;
  return { subject: value, ...describeNamespace(value), origin: '' };
}

function attributeValueAt(text: string, element: OutlinePart, offset: number): string | null {
  const found = attributesOf(text, element).find(
    ({ valueStart, valueEnd }) => offset >= valueStart && offset < valueEnd,
  );
  return found?.value ?? null;
}

/** A namespace is short; text that is not cannot be one. */
const LONGEST_NAMESPACE = 200;

function ownText(text: string, { end, closeStart }: OutlinePart): string | null {
  return closeStart - end > LONGEST_NAMESPACE ? null : text.slice(end, closeStart);
}

function describeNamespace(ns: string | null): Pick<NameFacts, 'namespace' | 'spec' | 'url'> {
  const spec = specOfNamespace(ns ?? '');
  const version = spec === undefined || spec.version === '' ? '' : `, version ${spec.version}`;
  return {
    namespace: ns ?? '',
    spec: spec === undefined ? '' : `${spec.id}: ${spec.title}${version}`,
    url: spec?.url ?? '',
  };
}

function describeOrigin(prefix: string, ns: string | null, declaredBy: string | null): string {
  const what = prefix === '' ? 'the default namespace' : `prefix ${prefix}`;
  if (ns === null) return `${what} is declared nowhere`;
  return declaredBy === null ? `${what} of the stream` : `${what}, declared by <${declaredBy}>`;
}

/** The facts in one line. */
export function formatNameFacts({ subject, namespace, spec, url, origin }: NameFacts): string {
  const known = namespace === subject ? '' : namespace;
  return [subject, known, spec, url, origin].filter((part) => part !== '').join(' · ');
}
