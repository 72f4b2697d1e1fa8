/** Stanzas on one line of a terminal. */

const MAX_LENGTH = 240;

/**
 * Puts a stanza on one line and cuts it.
 * Control characters are replaced: a stanza is foreign text and must not steer the terminal.
 */
export function shortenStanza(xml: string): string {
  const line = withoutControls(xml.replace(/\s+/g, ' ').trim());
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH)}…`;
}

/** Replaces what a terminal or a reader's eye would obey: control codes and bidirectional overrides. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
