/**
 * Text that no server may send.
 * RFC 6120 "XMPP: Core", 2011-03, §11.1 "XML Restrictions", §13.12 "Denial of Service".
 */
import type { PracticeFaultId } from '#shared/contract/practice-faults.ts';
import type { FaultBoard } from './faults.ts';

const MIB = 1024 * 1024;

const INTRUSIONS: readonly { readonly id: PracticeFaultId; text(value: number): string }[] = [
  { id: 'huge-stanza', text: (size) => message(`<body>${'x'.repeat(size * MIB)}</body>`) },
  { id: 'deep-tree', text: (depth) => message('<a>'.repeat(depth) + '</a>'.repeat(depth)) },
  { id: 'not-well-formed', text: () => message('<body>') },
  { id: 'comment', text: () => '<!-- a comment -->' },
  { id: 'processing-instruction', text: () => '<?practice fault?>' },
  { id: 'doctype', text: () => `<!DOCTYPE lolz [<!ENTITY lol 'lol'>]>` },
];

/** The texts that are due before the next answer. */
export function dueIntrusions(faults: FaultBoard): readonly string[] {
  return INTRUSIONS.flatMap(({ id, text }) => {
    const value = faults.value(id);
    return value === null ? [] : [text(value)];
  });
}

function message(content: string): string {
  return `<message xmlns='jabber:client'>${content}</message>`;
}
