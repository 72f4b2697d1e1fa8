/**
 * What is asked of the recording of a million entries: every field and operator of the query language, with
 * values that are common, rare and in no entry at all, and texts of one to forty characters.
 */

/** `streamed` is what SQL cannot ask: its first lines come while it still reads. */
export type QueryManner = 'indexed' | 'streamed';

export interface BenchQuery {
  readonly text: string;
  readonly manner: QueryManner;
}

/** Texts of an entry in the middle of the recording, as a user would copy them from the list. */
export interface QuerySample {
  readonly id: string;
  /** Some text of a stanza's body, of forty characters at least. */
  readonly body: string;
}

const INDEXED = [
  // Fields.
  ...['from:user0@example.org', 'from:user1999@example.org', 'from:nobody@example.org'],
  ...['from:pubsub.example.org', 'from:user1500@example.org/phone', 'from:user19*'],
  ...['to:alice@example.org', 'to:user77@example.org', 'to:pubsub.example.org'],
  ...['jid:user1234@example.org', 'jid:carol@example.org', 'jid:example.org'],
  ...['type:chat', 'type:error', 'type:get,set', 'type:unavailable', 'type:subscribe'],
  ...['kind:stanza', 'kind:nonza', 'kind:push', 'kind:tls', 'kind:state,note', '-kind:stanza'],
  ...['dir:in', 'dir:out', 'dir:local', 'name:presence', 'name:iq,presence', 'name:auth'],
  ...['session:Alice', 'session:"Push tester"', 'session:nobody', 'session:Gateway'],
  ...['ns:urn:xmpp:push:0', 'ns:urn:xmpp:ping', 'ns:vcard-temp', 'ns:http://jabber.org/protocol/*'],
  ...['child:enable', 'child:create,delete', 'child:body', 'child:vCard', 'child:nothing'],
  ...['step:enable', 'step:affiliation', 'step:proof', 'condition:*', 'condition:forbidden'],
  ...['condition:item-not-found', 'condition:gone', 'id:a*', 'id:*zz', 'id:none-such'],
  // States.
  ...['is:error', 'is:timeout', 'is:late', 'is:unanswered', 'is:pending', 'is:wrong-sender'],
  ...['is:unsolicited', 'is:masked', 'is:bookmarked', 'is:noted', 'is:error,late', '-is:error'],
  // Numbers and times.
  ...['latency>200ms', 'latency<5ms', 'latency>=15s', 'latency>1min', '-latency<1s', 'latency=7ms'],
  ...['size>10kB', 'size>1MB', 'size<60B', 'no:500000', 'no>999990', 'no<10', 'size:84'],
  ...['after:2026-08-20', 'before:2026-08-20T06:00:01', 'after:2026-08-21', 'after:-5m'],
  ...['after:2026-08-20T08:00:00 before:2026-08-20T08:00:05', 'before:07:30'],
  // Texts.
  ...['e', 'z', 'to', 'qq', 'the', 'quokka', 'zeppelin', 'xylophone train', 'notinanyentry'],
  ...['"train to"', '"a word that is not there at all"', 'завтра', '電車', '🚂', 'שלום', 'Müller'],
  ...['urn:xmpp:sid:0', 'conversations', 'user1998', '410', '"answered 410"', 'TLSv1.3'],
  // Together.
  ...['from:user0@example.org type:error', 'is:error kind:stanza dir:in session:Bob'],
  ...['(child:enable or child:disable) latency>20ms', 'train not quokka', 'quokka or zeppelin'],
  ...['-(dir:in or dir:out)', 'type:chat -dir:in завтра', 'is:error,timeout -session:Alice'],
  ...['name:presence unavailable user3', 'latency>10s is:late', 'not kind:stanza not kind:nonza'],
  ...['(from:user1@example.org or from:user2@example.org) body size>500B'],
] as const;

const STREAMED = [
  ...['/train/', '/qu+okka/i', '/^<iq .*type=.error/', '/h=.[0-9]*77./', '/never [a-z]+ found/'],
  ...[
    'iq.pubsub.create',
    'iq[type=error].error',
    'message[type=chat].body',
    '*.error[type=cancel]',
  ],
  ...['iq[type=error].error{urn:ietf:params:xml:ns:xmpp-stanzas}item-not-found', 'presence.show'],
  ...['iq{jabber:iq:version}query.version', 'message.nothing', 'from:/user1[0-9]@/', 'id:/^0/'],
  ...['/quokka/ type:chat', 'is:error iq.error{urn:ietf:params:xml:ns:xmpp-stanzas}forbidden'],
] as const;

/** Ever longer beginnings of what the user types, up to forty characters. */
const LENGTHS = [1, 2, 3, 4, 6, 9, 14, 20, 28, 40] as const;

/** The list, the same for the same recording. */
export function benchQueries({ id, body }: QuerySample): readonly BenchQuery[] {
  const typed = LENGTHS.flatMap((length) => {
    const text = body.slice(0, length).trim();
    return text === '' ? [] : [`"${text}"`];
  });
  const indexed = [...INDEXED, ...typed, `id:${id}`, id, id.slice(0, 5)];
  return [
    ...indexed.map((text) => ({ text, manner: 'indexed' }) as const),
    ...STREAMED.map((text) => ({ text, manner: 'streamed' }) as const),
  ];
}
