/**
 * Bounds for anything parsed. Every stanza is hostile: without them a deep tree overflows the stack
 * of whoever walks it and a large one freezes the window.
 */
export interface XmlLimits {
  /** Longest accepted text, in UTF-16 units. */
  readonly maxLength: number;
  /** Deepest accepted nesting; the outermost element is depth 1. */
  readonly maxDepth: number;
  /** Most accepted attributes on one element. */
  readonly maxAttributes: number;
}

/** What sessions and forms use. 10 MiB is far above any server's stanza limit. */
export const DEFAULT_XML_LIMITS: XmlLimits = {
  maxLength: 10 * 1024 * 1024,
  maxDepth: 512,
  maxAttributes: 256,
};
