import { describe, expect, it } from 'vitest';
import { createLogEntries } from '#shared/transcript/import/log-entries.ts';
import { readLog } from '#shared/transcript/import/read-log.ts';

const NOW = '2026-11-23T04:00:00.000Z';

function outcomes(text: string) {
  const entries = createLogEntries(NOW);
  return [...readLog(text)].flatMap((part) => (part.kind === 'xml' ? [entries.take(part)] : []));
}

const entriesOf = (text: string) =>
  outcomes(text).flatMap((outcome) => (outcome.ok ? [outcome.entry] : []));

describe('entries of a log', () => {
  it('say what they are', () => {
    const text = '{xmlel,<<"iq">>,[{<<"id">>,<<"é"/utf8>>},{<<"type">>,<<"get">>}],[]}';
    expect(outcomes(text)).toMatchObject([
      {
        guessed: true,
        entry: {
          ...{ seq: 1, time: NOW, monotonicMs: 0, kind: 'stanza', name: 'iq', id: 'é', bytes: 24 },
          ...{ text: 'from an Erlang term, direction guessed', direction: 'out' },
        },
      },
    ]);
  });

  it('keep the clock of the log, which never runs back', () => {
    const at = (time: string) => `when=2026-08-20T10:00:${time}Z what=xml_sent x=<r /> `;
    const read = entriesOf([at('01'), at('03.5'), at('02')].join('\n'));
    expect(read.map(({ time, monotonicMs }) => [time.slice(17, 23), monotonicMs])).toEqual([
      ['01.000', 0],
      ['03.500', 2_500],
      ['02.000', 2_500],
    ]);
  });

  it.each([
    ['<iq type="result" id="a"/>', 'in'],
    ['<iq type="set" id="a"/>', 'out'],
    ['<message to="bob@b"/>', 'out'],
    ['<message from="alice@a/1" to="pubsub.a"/>', 'out'],
    ['<message from="pubsub.a" to="alice@a/1"/>', 'in'],
    ['<message from="bob@a/1" to="alice@a"/>', 'in'],
    ['<presence from="alice@a/1"/>', 'out'],
    ['<presence from="a"/>', 'in'],
  ])('guess the direction of %s', (xml, direction) => {
    expect(entriesOf(xml)).toMatchObject([{ direction }]);
  });

  it('pair answers by id and addresses', () => {
    const read = entriesOf(
      [
        '<iq type="get" id="1" from="a@x/1" to="y"/>',
        '<iq type="get" id="1" from="b@x/1" to="y"/>',
        '<iq type="result" id="1" from="y" to="a@x/1"/>',
        '<iq type="error" id="2" from="y"/>',
      ].join('\n'),
    );
    expect(read.map(({ replyTo, relation }) => [replyTo, relation])).toEqual([
      [null, null],
      [null, null],
      [1, 'answer'],
      [null, null],
    ]);
  });

  it.each([
    `{xmlel,<<"auth">>,#{<<"xmlns">> => <<"urn:ietf:params:xml:ns:xmpp-sasl">>},[{xmlcdata,<<"c2VjcmV0">>}]}`,
    `<iq type='set'><query xmlns='jabber:iq:auth'><password>c2VjcmV0</password></query></iq>`,
    `<iq type='set'><query xmlns='jabber:iq:auth'><password>c2VjcmV0`,
    `{xmlel,<<"iq">>,[],[{xmlel,<<"password">>,[],[{xmlcdata,<<"c2VjcmV0">>`,
  ])('mask credentials as the tap does: %s', (text) => {
    const read = entriesOf(text);
    expect(read).toMatchObject([{ masked: true }]);
    expect(JSON.stringify(read)).not.toContain('c2VjcmV0');
  });

  it.each([
    '{xmlel,<<"auth">>,[{<<"mechanism">>,<<"PLAIN">>},...],[{xmlcdata,<<"c2VjcmV0">>}]}',
    '{xmlel,<<"response">>,[{<<"xmlns">>,<<"urn:ietf:par"...>>}],[{xmlcdata,<<"c2VjcmV0">>}]}',
    '{xmlel,<<"response">>,[{<<"xmlns">>,"urn:iet"...}],[{xmlcdata,<<"c2VjcmV0">>}]}',
    '{xmlel,<<"auth">>,#{<<"mechanism">> => <<"PLAIN">>,...},[{xmlcdata,<<"c2VjcmV0">>',
    '{xmlel,<<"auth">>,[],[{xmlcdata,<<"c2VjcmV0">>}]}',
    ...['digest', 'token', 'old_password'].map(
      (name) =>
        `{xmlel,<<"iq">>,[{<<"xmlns">>,<<"jabber:client">>}],[{xmlel,<<"query">>,[...],[{xmlel,<<"${name}">>,[],[{xmlcdata,<<"c2VjcmV0">>}]}]}]}`,
    ),
    '{xmlel,<<"x">>,[],[{xmlel,<<"field">>,[...],[{xmlel,<<"value">>,[],[{xmlcdata,<<"c2VjcmV0">>}]}]}]}',
    '{xmlel,<<"enabled">>,[{<<"id">>,<<"c2VjcmV0">>},...],[]}',
    "<enabled id='c2VjcmV0'/>",
    "<auth mechanism='PLAIN'>c2VjcmV0</auth>",
    '<response>c2VjcmV0',
  ])('hide what may be a credential without its namespace: %s', (text) => {
    const read = entriesOf(text);
    expect(read).toMatchObject([{ masked: true }]);
    expect(JSON.stringify(read)).not.toContain('c2VjcmV0');
  });

  it.each([
    '{xmlel,<<"respon"...>>,[{<<"id">>,<<"c2VjcmV0">>}],[{xmlcdata,<<"c2VjcmV0">>}]}',
    '{xmlel,"respon"...,[],[{xmlcdata,<<"c2VjcmV0">>}]}',
    '{xmlel,[114,101|...],[],[{xmlcdata,<<"c2VjcmV0">>}]}',
    '{xmlel,<<"iq">>,[{<<"passw"...>>,<<"c2VjcmV0">>}],[]}',
  ])('leave out what belongs to a name that is cut: %s', (text) => {
    expect(JSON.stringify(outcomes(text))).not.toContain('c2VjcmV0');
  });

  it('keep what a cut stanza says besides', () => {
    const [entry] = entriesOf(
      '{xmlel,<<"message">>,[{<<"id">>,<<"a1">>},...],[{xmlel,<<"body">>,[],[{xmlcdata,<<"Hi">>}]},...]}',
    );
    expect(entry).toMatchObject({
      xml: "<message id='a1'><body>Hi</body></message>",
      masked: false,
    });
  });

  it('are none for XML that cannot be', () => {
    expect(outcomes('{xmlel,<<"i q">>,[],[]}')).toMatchObject([{ ok: false }]);
    expect(outcomes('{xmlel,<<"iq">>,[],[{xmlcdata,<<0>>}]}')).toMatchObject([{ ok: false }]);
    expect(outcomes('<iq></message>')).toMatchObject([{ ok: false }]);
  });
});
