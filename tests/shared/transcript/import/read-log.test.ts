import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeLog, readLog } from '#shared/transcript/import/read-log.ts';

const parts = (text: string) => [...readLog(text)];
const found = (text: string) =>
  parts(text).map((part) => (part.kind === 'xml' ? part.xml : `${part.line}: ${part.why}`));

// The logfmt form of docs/transcripts.md, "Logs and pasted text": a value with quotes is quoted, with \" and \\.
const MONGOOSEIM = [
  'when=2026-08-20T10:00:00.123456+00:00 level=debug what=user_send_packet pid=<0.812.0> at=mongoose_c2s:handle/2:310 ' +
    String.raw`stanza="{xmlel,<<\"iq\">>,[{<<\"id\">>,<<\"a1\">>}],[{xmlcdata,<<\"say \\\"hi\\\"\">>}]}" user=alice`,
  'when=2026-08-20T12:00:00.5+02:00 level=debug what=route pid=<0.9.0> packet="<iq type=\\"result\\" id=\\"a1\\"/>"',
  'when=2026-08-20T10:00:02Z level=debug what=acc acc=#{stanza => #{element =>',
  '    {xmlel,<<"presence">>,',
  '           #{<<"type">> => <<"unavailable">>},',
  '           []}}}',
  'when=2026-08-20T10:00:03Z level=info what=started text="No stanza here"',
].join('\n');

const EJABBERD = [
  '2026-08-20 10:00:00.123456+02:00 [debug] <0.456.0>@ejabberd_c2s:process:612 (tls|<0.456.0>) Received XML on ' +
    `stream = <<"<iq type='set' id='q'/>">>`,
  '2026-08-20 10:00:00.2+02:00 [debug] <0.456.0>@ejabberd_router:route:100 Routing:',
  '#iq{id = <<"q">>,type = set,sub_els = [#xmlel{name = <<"query">>,attrs = [],',
  '    children = []}]}',
  '2026-08-20 10:00:00.323456+02:00 [debug] <0.456.0>@ejabberd_c2s:send:612 (tls|<0.456.0>) Send XML on ' +
    `stream = <<"<iq type='result' id='q'/>">>`,
].join('\n');

describe('logs of MongooseIM', () => {
  it('give stanzas of quoted, plain and nested values', () => {
    expect(found(MONGOOSEIM)).toEqual([
      `<iq id='a1'>say "hi"</iq>`,
      '<iq type="result" id="a1"/>',
      "<presence type='unavailable'/>",
      '7: No stanza in it',
    ]);
  });

  it('tell time, direction, process and line', () => {
    expect(parts(MONGOOSEIM)).toMatchObject([
      {
        line: 1,
        time: '2026-08-20T10:00:00.123Z',
        direction: 'out',
        session: '<0.812.0>',
        fromTerm: true,
      },
      {
        line: 2,
        time: '2026-08-20T10:00:00.500Z',
        direction: null,
        session: '<0.9.0>',
        fromTerm: false,
      },
      { line: 4, time: '2026-08-20T10:00:02.000Z', direction: null, session: '' },
      { line: 7 },
    ]);
    expect(describeLog(MONGOOSEIM)).toBe('MongooseIM log');
  });

  it('are read as JSON too', () => {
    const text = String.raw`{"when":"2026-08-20T10:00:00.1+00:00","level":"debug","packet":"<iq id=\"j\u0041\"/>"}`;
    expect(parts(text)).toMatchObject([{ xml: '<iq id="jA"/>', time: '2026-08-20T10:00:00.100Z' }]);
    expect(describeLog(text)).toBe('MongooseIM log in JSON');
  });

  it('are read behind the name of a container', () => {
    const text = MONGOOSEIM.replace(/^when=/gm, 'mongooseim-1  | when=');
    expect(found(text)).toEqual(found(MONGOOSEIM));
  });

  it('tell a stanza once that stands twice in a record', () => {
    const text = 'when=2026-08-20T10:00:00Z a={xmlel,<<"r">>,[],[]} b={xmlel,<<"r">>,[],[]}';
    expect(found(`${text}\n${text}`)).toEqual(['<r/>', '<r/>']);
  });

  it('are read where a quoted value was copied without escapes', () => {
    const text = 'when=2026-08-20T10:00:00Z stanza="{xmlel,<<"iq">>,[{<<"id">>,<<"a b">>}],[]}"';
    expect(found(text)).toEqual(["<iq id='a b'/>"]);
  });
});

describe('logs of ejabberd', () => {
  it('give what crossed, and name records that were skipped', () => {
    expect(found(EJABBERD)).toEqual([
      "<iq type='set' id='q'/>",
      '3: A #iq{} record of the server was skipped: it is not the stanza that crossed',
      "<iq type='result' id='q'/>",
    ]);
    expect(describeLog(EJABBERD)).toBe('ejabberd log');
  });

  it('tell directions as the client sees them', () => {
    expect(parts(EJABBERD)).toMatchObject([{ direction: 'out' }, {}, { direction: 'in' }]);
  });
});

describe('text without a log', () => {
  it('gives terms and stanzas, and names what is neither', () => {
    const text = [
      'Hello, this is what I see:',
      '{xmlel,<<"iq">>,[],[]}',
      '',
      '<message to="a@b">',
      '  <body>1 &lt; 2</body>',
      '</message><r xmlns="urn:xmpp:sm:3"/>',
      'and then nothing',
      "<stream:stream to='b'></stream:stream>",
    ].join('\n');
    expect(found(text)).toEqual([
      '1: No stanza in it',
      '<iq/>',
      '<message to="a@b">\n  <body>1 &lt; 2</body>\n</message>',
      '<r xmlns="urn:xmpp:sm:3"/>',
      '7: No stanza in it',
      "<stream:stream to='b'>",
      '</stream:stream>',
    ]);
  });

  it('says where a stanza is cut off, and goes on behind it', () => {
    const text =
      '{xmlel,<<"iq">>,[{<<"id">>,<<"a">>}],[{xml\n{xmlel,<<"presence">>,[],[]}\n<iq id="b"><q\n<r />';
    expect(found(text)).toEqual([
      "<iq id='a'/>",
      '1: The text stops inside a stanza; what came before is kept',
      '<presence/>',
      '<iq id="b"><q\n<r />',
      '4: The text stops inside a stanza; what came before is kept',
    ]);
  });

  it('names what is wrong with a term by line', () => {
    expect(found('{xmlel,<<"iq">>,\n[{<<"id">>,<<"a">>]],[]}\n{xmlel,<<"r">>,[],[]}')).toEqual([
      '2: Erlang term: A bracket is closed by one of another kind',
      '<r/>',
    ]);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...[
      '{xmlel,',
      '<<"iq">>',
      '[',
      ']',
      '}',
      '<iq',
      '>',
      '/>',
      '</iq>',
      '"',
      '\\',
      '\n',
      ' a="',
      '<<60,',
    ],
    ...[
      'when=2026-08-20T10:00:00Z ',
      '2026-08-20 10:00:00 [debug] ',
      '...',
      '#iq{',
      '<!--',
      '<![CDATA[',
      'é',
    ],
  );

  it('never throws, and loses no line with words', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n').length;
        const read = parts(text);
        if (/[\p{L}\p{N}]/u.test(text)) expect(read.length).toBeGreaterThan(0);
        for (const { line } of read) expect(line).toBeLessThanOrEqual(lines);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['open terms', '{xmlel,<<"iq">>,['],
    ['open terms on lines', '\n{xmlel,<<"iq">>,['],
    ['open stanzas', '<iq>'],
    ['open stanzas on lines', '\n<iq>'],
    ['open quotes', ' a="\\'],
    ['open binaries', '<<"'],
  ])('takes linear time for %s', (_what, unit) => {
    const time = (count: number): number => {
      const start = performance.now();
      parts(unit.repeat(count));
      return performance.now() - start;
    };
    time(2_000);
    expect(time(20_000)).toBeLessThan(3_000);
  });
});

describe('a long log', () => {
  it('takes as long as it is', () => {
    const record = `when=2026-08-20T10:00:00Z what=x stanza=<message><body>${'words '.repeat(150)}</body></message>\n`;
    const timeOf = (records: number): number => {
      const text = record.repeat(records);
      const before = performance.now();
      expect([...readLog(text)]).toHaveLength(records);
      return performance.now() - before;
    };
    timeOf(500);
    // Four times as much took sixteen times as long when each record was looked for to the end of the text.
    expect(timeOf(4_000)).toBeLessThan(8 * timeOf(1_000));
  });
});
