import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintFilled } from '#shared/lint/lint-filled.ts';
import {
  fillPlain,
  fillVariables,
  isSecretName,
  readVariables,
} from '#shared/templates/variables.ts';
import { parseXml } from '#shared/xml/parse.ts';

const VALUES = new Map([
  ['jid.domain', 'example.org'],
  ['node', "a<b>&'c"],
]);

describe('variables', () => {
  it('are written as text of XML, in attributes and in content', () => {
    const { text, known } = fillVariables("<a to='${jid.domain}' n='${node}'>${node}</a>", VALUES);
    const parsed = parseXml(text);
    expect(parsed.ok && parsed.element.attrs).toEqual({ to: 'example.org', n: "a<b>&'c" });
    expect(parsed.ok && parsed.element.children).toEqual(["a<b>&'c"]);
    expect(known.map(({ name }) => name)).toEqual(['jid.domain', 'node', 'node']);
  });

  it('stay as they are where they have no value, and are told', () => {
    const { text, unknown } = fillVariables("<a b='${room}'/>", VALUES);
    expect(text).toBe("<a b='${room}'/>");
    expect(unknown).toEqual([{ name: 'room', offset: 6, length: 7 }]);
  });

  it('are not meant by $${', () => {
    expect(fillVariables('$${node} ${jid.domain}', VALUES).text).toBe('${node} example.org');
    expect(fillPlain('$${node} ${jid.domain} ${x}', VALUES)).toBe('${node} example.org ${x}');
  });

  it('leave every other text alone, and every place findable', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.constantFrom('${node}', '${jid.domain}', '$${', '${no}'), fc.string()),
        ),
        (parts) => {
          const typed = parts.join('');
          const filled = fillVariables(typed, VALUES);
          const plain = fillVariables(typed, new Map());
          if (filled.known.length === 0) expect(filled.text).toBe(plain.text);
          let before = 0;
          for (let at = 0; at <= filled.text.length; at += 1) {
            const place = filled.toTyped(at);
            expect(place).toBeGreaterThanOrEqual(before);
            if (at < filled.text.length && !filled.touchesValue(at, 1)) {
              expect(typed[place]).toBe(filled.text[at]);
            }
            before = place;
          }
          expect(before).toBe(typed.length);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are read from lines', () => {
    expect([...readVariables('room = a@b\n\nnonsense\n1x=2\nempty=\nurl=a=b')]).toEqual([
      ['room', 'a@b'],
      ['empty', ''],
      ['url', 'a=b'],
    ]);
    expect(['device_id', 'apiKey', 'TOKEN'].every(isSecretName)).toBe(true);
    expect(isSecretName('room')).toBe(false);
  });
});

describe('linting with variables', () => {
  const typed =
    "<iq type='set' id='a'>\n<enable xlmns='urn:xmpp:push:0' jid='${pubsub}' node='${n}'/></iq>";
  const values = new Map([
    ['pubsub', 'pubsub.example.org'],
    ['n', 'b7'.repeat(32)],
  ]);

  it('judges what is sent, and tells the place in what was typed', () => {
    const [first] = lintFilled(typed, fillVariables(typed, values), {});
    expect(first?.message).toContain('xlmns');
    expect(first).toMatchObject({ line: 2 });
    const [edit] = first?.fix?.edits ?? [];
    expect(typed.slice(edit?.offset, (edit?.offset ?? 0) + (edit?.length ?? 0))).toContain('xlmns');
  });

  it('offers no correction within a value', () => {
    const text = "<iq type='set' id='a'><enable xmlns='${ns}' jid='p.example.org' node='n'/></iq>";
    const wrong = new Map([['ns', "'urn:xmpp:push:0'"]]);
    const findings = lintFilled(text, fillVariables(text, wrong), {});
    const inValue = findings.filter(
      ({ offset }) => offset >= text.indexOf('${ns}') && offset <= text.indexOf('}'),
    );
    expect(inValue.length).toBeGreaterThan(0);
    expect(inValue.every(({ fix }) => fix === undefined)).toBe(true);
  });
});
