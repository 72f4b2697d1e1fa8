import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINT_RULES } from '#shared/lint/catalogue.ts';
import { lintStanza } from '#shared/lint/lint-stanza.ts';
import { TEMPLATES } from '#shared/templates/catalogue.ts';
import { buildTemplate } from '#shared/templates/template.ts';
import { xmlElement } from '../xml/xml-arbitraries.ts';
import { serializeXml } from '#shared/xml/serialize.ts';

const FORM_TYPE =
  "<field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>";

const OPTIONS =
  "<field var='service'><value>apns</value></field><field var='device_id'><value>t</value></field>";

function enable(form: string, attributes = "jid='p.e' node='n'"): string {
  return `<iq type='set' id='1'><enable xmlns='urn:xmpp:push:0' ${attributes}>${form}</enable></iq>`;
}

function form(fields: string, type = "type='submit'"): string {
  return `<x xmlns='jabber:x:data' ${type}>${fields}</x>`;
}

const CASES: readonly (readonly [rule: string, xml: string])[] = [
  ['xml.not-well-formed', "<iq type='set'><a></iq>"],
  ['xml.doctype', '<!DOCTYPE iq [<!ENTITY a "b">]><iq/>'],
  ['xml.comment', "<iq id='1' type='get'><!-- x --><a xmlns='b'/></iq>"],
  ['xml.instruction', "<iq id='1' type='get'><?x y?><a xmlns='b'/></iq>"],
  ['xml.xmlns-misspelt', "<iq id='1' type='get'><ping xlmns='urn:xmpp:ping'/></iq>"],
  ['iq.id-missing', "<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>"],
  ['iq.type-invalid', "<iq id='1'><ping xmlns='urn:xmpp:ping'/></iq>"],
  ['iq.children', "<iq id='1' type='get'/>"],
  ['stanza.from-present', "<message from='a@b/c'/>"],
  [
    'push.namespace-misspelt',
    `<iq type='set' id='1'><enable xmlns="'urn:xmpp:push:0'" jid='p' node='n'/></iq>`,
  ],
  ['push.jid-missing', enable(form(FORM_TYPE + OPTIONS), "node='n'")],
  ['push.node-missing', enable(form(FORM_TYPE + OPTIONS), "jid='p.e'")],
  [
    'push.node-missing',
    "<iq type='set' id='1'><disable xmlns='urn:xmpp:push:0' jid='p' node=''/></iq>",
  ],
  ['push.form-not-submit', enable(form(FORM_TYPE + OPTIONS, "type='form'"))],
  ['push.form-not-submit', enable(form(FORM_TYPE + OPTIONS, ''))],
  ['push.form-type', enable(form(OPTIONS))],
  ['push.form-type', enable(form(FORM_TYPE + FORM_TYPE + OPTIONS))],
  ['push.form-type', enable(form(FORM_TYPE.replace('#publish-options', '#options') + OPTIONS))],
  ['push.form-type', enable(form(FORM_TYPE.replace('<value>', '<value>\n  ') + OPTIONS))],
  ['push.field-values', enable(form(`${FORM_TYPE}${OPTIONS}<field var='topic'/>`))],
  [
    'push.field-values',
    enable(
      form(`${FORM_TYPE}${OPTIONS}<field var='topic'><value>a</value><value>b</value></field>`),
    ),
  ],
  ['push.option-missing', enable('')],
  ['push.option-missing', enable(form(FORM_TYPE))],
  [
    'push.option-value',
    enable(form(`${FORM_TYPE}${OPTIONS}<field var='priority'><value>10</value></field>`)),
  ],
  [
    'pubsub.to-missing',
    "<iq type='set' id='1'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='n' type='push'/></pubsub></iq>",
  ],
  [
    'pubsub.create-namespace',
    "<iq type='set' id='1' to='p'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><create node='n' type='push'/></pubsub></iq>",
  ],
  [
    'pubsub.create-type',
    "<iq type='set' id='1' to='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='n'/></pubsub></iq>",
  ],
  [
    'pubsub.affiliation-value',
    "<iq type='set' id='1' to='p'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='n'><affiliation jid='e' affiliation='publisher_only'/></affiliations></pubsub></iq>",
  ],
];

describe('lintStanza', () => {
  it.each(CASES)('finds %s', (rule, xml) => {
    expect(lintStanza(xml).map((finding) => finding.rule)).toEqual([rule]);
  });

  it('has a case for every rule', () => {
    const covered = new Set(CASES.map(([rule]) => rule));

    expect(LINT_RULES.filter(({ id }) => !covered.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('points at the attribute', () => {
    const xml = "<iq\n  type='get'\n  from='me'\n  id='1'><ping xmlns='urn:xmpp:ping'/></iq>";

    expect(lintStanza(xml)).toMatchObject([
      { rule: 'stanza.from-present', line: 3, column: 9, offset: xml.indexOf('me'), length: 2 },
    ]);
  });

  it('points at the field', () => {
    const xml = enable(form(`${FORM_TYPE}${OPTIONS}\n<field var='topic'/>`));

    expect(lintStanza(xml)).toMatchObject([
      {
        rule: 'push.field-values',
        offset: xml.indexOf("<field var='topic'/>"),
        line: 2,
        column: 1,
      },
    ]);
  });

  it('names the place of broken XML', () => {
    expect(lintStanza('<iq>\n<a>\n</iq>')).toMatchObject([{ line: 3 }]);
  });

  it('tells white space around FORM_TYPE', () => {
    const spaced = FORM_TYPE.replace('<value>', '<value>\n');

    expect(lintStanza(enable(form(spaced + OPTIONS)))[0]?.message).toContain('white space');
  });

  it('lists findings by place', () => {
    const offsets = lintStanza(
      "<iq from='a'><enable xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data'/></enable></iq>",
    ).map(({ offset }) => offset);

    expect(offsets.length).toBeGreaterThan(4);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  });

  it.each([
    ['an empty text', ''],
    ['stream management', "<enable xmlns='urn:xmpp:sm:3' resume='true'/>"],
    ['another form', "<iq type='set' id='1'><query xmlns='jabber:iq:register'/></iq>"],
  ])('leaves %s to the server', (_what, xml) => {
    expect(lintStanza(xml).filter(({ rule }) => !rule.startsWith('xml.'))).toEqual([]);
  });

  it.each(TEMPLATES.map((template) => [template.id, template] as const))(
    'finds nothing in a plain %s',
    (_id, template) => {
      const values = {
        ...{ to: 'pubsub.example.org', jid: 'pubsub.example.org', node: 'n', type: 'push' },
        ...{ service: 'apns', device_id: 't', affiliation: 'publish-only' },
        ...{ xml: "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>" },
      };
      const built = buildTemplate(template, values, { stanzaId: 'p1' });

      expect(built.ok && lintStanza(built.xml)).toEqual([]);
    },
  );

  it('survives any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          xmlElement.map((element) => serializeXml(element)),
        ),
        (xml) => {
          for (const { offset, length, line, column } of lintStanza(xml)) {
            expect(offset + length).toBeLessThanOrEqual(Math.max(xml.length, 1));
            expect(line).toBeGreaterThan(0);
            expect(column).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});
