/** Ids of stanzas that the window writes. */

const ID_BYTES = 8;

/** Unguessable, so that nobody can answer in the place of the one who was asked. */
export function newStanzaId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, '0')).join('');
}
