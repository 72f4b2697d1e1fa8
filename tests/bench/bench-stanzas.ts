/** The stanzas of the capture figure: chat messages of about 330 bytes, each with a text of its own. */
import { createHash } from 'node:crypto';

const WORDS =
  'Der Zug nach Brünn fährt heute von Gleis 7, nicht von Gleis 4; wer noch Karten braucht, meldet sich bitte bis zum Mittag.';

/** @param index from 0 */
export function benchStanza(index: number): string {
  return (
    `<message from='alice@localhost/desk' to='bench@localhost/here' type='chat' id='b${index}'>` +
    `<body>${index}: ${WORDS}</body><active xmlns='http://jabber.org/protocol/chatstates'/>` +
    `<request xmlns='urn:xmpp:receipts'/></message>`
  );
}

/** SHA-256 over texts, one after the other. */
export function hashTexts(texts: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex');
}

/** The first stanzas, in order. */
export function* benchStanzas(count: number): Generator<string> {
  for (let index = 0; index < count; index += 1) yield benchStanza(index);
}
