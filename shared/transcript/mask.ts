/**
 * Hides credentials in wire text before it is stored anywhere. What is hidden here exists nowhere in
 * the transcript; what is only private (tokens, bodies, node names) stays and is redacted on export.
 *
 * RFC 6120 §6 (SASL), XEP-0388 1.0.1 (SASL2), XEP-0484 0.2.0 (FAST), XEP-0397 0.2.2 (ISR),
 * XEP-0078 2.5 (jabber:iq:auth), XEP-0077 2.4 (registration), XEP-0004 2.13.2 (data forms),
 * XEP-0114 1.6 (component handshake), XEP-0198 1.6.3 (resumption ids).
 */
import { utf8Length } from '../xml/characters.ts';
import type { XmlElement } from '../xml/node.ts';
import { resolveNames, type NamedTag } from './markup-names.ts';
import { scanTags } from '../xml/markup-scan.ts';
import {
  isHiddenAttribute,
  isHiddenContent,
  mayHoldCredentials,
  type TextOrigin,
} from './mask-rules.ts';

/** The text to store and whether anything in it was replaced. */
export interface MaskedText {
  readonly text: string;
  readonly masked: boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Replaces credentials by `[N bytes hidden]`, N being the length in UTF-8 as it crossed the wire.
 * Everything outside the replaced values stays as it was, character for character.
 * @param text exact text of one wire entry
 * @param element its parsed form, or null when it is not well-formed; then everything that may be a
 *   credential is hidden
 * @param origin how far its namespaces can be trusted
 * @returns the text to store; never throws
 */
export function maskCredentials(
  text: string,
  element: XmlElement | null,
  origin: TextOrigin = 'wire',
): MaskedText {
  const suspect = mayHoldCredentials(text);
  if (!suspect && origin === 'wire') return { text, masked: false };
  const tags = resolveNames(scanTags(text));
  const spans = findCredentials(text, tags, { broken: element === null, origin });
  if (element === null && suspect) spans.push(...findLooseText(text, tags));
  return replaceSpans(text, spans);
}

/** The placeholder for a hidden value. @param value what crossed the wire */
function hiddenMark(value: string): string {
  const bytes = utf8Length(value);
  return `[${bytes} ${bytes === 1 ? 'byte' : 'bytes'} hidden]`;
}

function findCredentials(
  text: string,
  tags: readonly NamedTag[],
  { broken, origin }: { readonly broken: boolean; readonly origin: TextOrigin },
): Span[] {
  const spans: Span[] = [];
  let hiddenTo = 0;
  for (const [index, tag] of tags.entries()) {
    // What lies inside a hidden value is hidden with it; looking again would cost quadratic time.
    if (tag.start < hiddenTo) continue;
    for (const attribute of tag.attributes) {
      if (isHiddenAttribute(tag, attribute.name, origin)) {
        spans.push({ start: attribute.valueStart, end: attribute.valueEnd });
      }
    }
    if (tag.kind !== 'open' || !isHiddenContent(tag, origin)) continue;
    hiddenTo = contentEnd(text, tags, index, broken);
    spans.push({ start: tag.end, end: hiddenTo });
  }
  return spans;
}

/** Where the content of an open tag ends: before its close tag, or at the end of the text. */
function contentEnd(
  text: string,
  tags: readonly NamedTag[],
  openIndex: number,
  broken: boolean,
): number {
  const open = tags[openIndex];
  if (open === undefined) return text.length;
  let depth = 0;
  for (let index = openIndex + 1; index < tags.length; index += 1) {
    const tag = tags[index];
    if (tag?.name !== open.name) continue;
    if (tag.kind === 'open') depth += 1;
    if (tag.kind !== 'close') continue;
    if (depth === 0 || broken) return tag.start;
    depth -= 1;
  }
  return text.length;
}

/**
 * In broken XML nesting means nothing, so all text between tags goes, and everything from the first
 * tag that no parser would take.
 */
function findLooseText(text: string, tags: readonly NamedTag[]): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const tag of tags) {
    spans.push({ start: end, end: tag.start });
    end = tag.sound ? tag.end : tag.start + 1;
    if (!tag.sound) break;
  }
  spans.push({ start: end, end: text.length });
  return spans.filter((span) => text.slice(span.start, span.end).trim() !== '');
}

function replaceSpans(text: string, spans: readonly Span[]): MaskedText {
  const ordered = mergeSpans(spans);
  if (ordered.length === 0) return { text, masked: false };
  let out = '';
  let from = 0;
  for (const span of ordered) {
    out += text.slice(from, span.start) + hiddenMark(text.slice(span.start, span.end));
    from = span.end;
  }
  return { text: out + text.slice(from), masked: true };
}

function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.end <= span.start) continue;
    const last = merged.at(-1);
    if (last !== undefined && span.start < last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else merged.push(span);
  }
  return merged;
}
