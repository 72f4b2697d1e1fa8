/** MongooseIM's push tutorial, "Using push notifications on the client side": its four stanzas, as printed. */
import { describe, expect, it } from 'vitest';
import { findTemplate } from '#shared/templates/catalogue.ts';
import type { TemplateValues } from '#shared/templates/fields.ts';
import { buildTemplate, readTemplate } from '#shared/templates/template.ts';
import { isElement, type XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';

const CREATE = `<iq type='set'
    to='pubsub.mypubsub.com'
    id='create1'>
  <pubsub xmlns='http://jabber.org/protocol/pubsub'>
    <create node='punsub_node_for_my_private_iphone' type='push'/>
    <configure>
      <x xmlns='jabber:x:data' type='submit'>
        <field var='FORM_TYPE' type='hidden'>
          <value>http://jabber.org/protocol/pubsub#node_config</value>
        </field>
        <field var='pubsub#access_model'>
          <value>whitelist</value>
        </field>
        <field var='pubsub#publish_model'>
          <value>publishers</value>
        </field>
      </x>
    </configure>
  </pubsub>
</iq>`;

const AFFILIATION = `<iq to='pubsub.mypubsub.com'
    type='set'
    id='wy6Hibg='
    from='alice@mychat.com/resource'>
    <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <affiliations node='punsub_node_for_my_private_iphone'>
            <affiliation jid='mychat.com' affiliation='publish-only'/>
        </affiliations>
    </pubsub>
</iq>`;

const ENABLE = `<iq type='set' id='x43'>
  <enable xmlns='urn:xmpp:push:0' jid='pubsub.mypubsub.com' node='punsub_node_for_my_private_iphone'>
    <x xmlns='jabber:x:data' type='submit'>
      <field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>
      <field var='service'><value>apns</value></field>
      <field var='device_id'><value>your_pns_device_token</value></field>
      <field var='silent'><value>false</value></field>
      <field var='topic'><value>some_apns_topic</value></field>
      <field var='priority'><value>some_priority</value></field>
    </x>
  </enable>
</iq>`;

const DISABLE = `<iq type='set' id='x44'>
  <disable xmlns='urn:xmpp:push:0' jid='pubsub.mypubsub.com' node='punsub_node_for_my_private_iphone'/>
</iq>`;

const NODE = 'punsub_node_for_my_private_iphone';
const SERVICE = 'pubsub.mypubsub.com';

interface TutorialCase {
  readonly template: string;
  readonly id: string;
  readonly values: TemplateValues;
  readonly printed: string;
}

const CASES: readonly TutorialCase[] = [
  {
    template: 'create-node',
    id: 'create1',
    values: {
      to: SERVICE,
      node: NODE,
      type: 'push',
      access_model: 'whitelist',
      publish_model: 'publishers',
    },
    printed: CREATE,
  },
  {
    template: 'set-affiliation',
    id: 'wy6Hibg=',
    values: {
      to: SERVICE,
      from: 'alice@mychat.com/resource',
      node: NODE,
      jid: 'mychat.com',
      affiliation: 'publish-only',
    },
    printed: AFFILIATION,
  },
  {
    template: 'enable',
    id: 'x43',
    values: {
      jid: SERVICE,
      node: NODE,
      service: 'apns',
      device_id: 'your_pns_device_token',
      silent: 'false',
      topic: 'some_apns_topic',
      priority: 'some_priority',
    },
    printed: ENABLE,
  },
  { template: 'disable', id: 'x44', values: { jid: SERVICE, node: NODE }, printed: DISABLE },
];

describe('the tutorial stanzas', () => {
  it.each(CASES)('come out of $template exactly', ({ template, id, values, printed }) => {
    const built = buildTemplate(templateNamed(template), values, { stanzaId: id });
    if (!built.ok) throw new Error(JSON.stringify(built.problems));

    expect(comparable(parsed(built.xml))).toEqual(comparable(parsed(printed)));
  });

  it.each(CASES)('fill the form of $template', ({ template, values, printed }) => {
    const read = readTemplate(templateNamed(template), parsed(printed.replaceAll(/>\s+</g, '><')));

    expect(read).toMatchObject(values);
  });

  it('warn about the priority they print', () => {
    const built = buildTemplate(templateNamed('enable'), CASES[2]?.values ?? {}, {
      stanzaId: 'x43',
    });

    expect(built.ok && built.remarks.map((remark) => [remark.field, remark.severity])).toEqual([
      ['priority', 'warning'],
    ]);
  });
});

function templateNamed(id: string) {
  const template = findTemplate(id);
  if (template === undefined) throw new Error(`no template ${id}`);
  return template;
}

function parsed(xml: string): XmlElement {
  const outcome = parseXml(xml);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.element;
}

/** Attributes sorted, indentation between elements dropped; text inside fields stays as it is. */
function comparable(element: XmlElement): unknown {
  const hasElements = element.children.some(isElement);
  return {
    name: element.name,
    ns: element.ns,
    attrs: Object.fromEntries(Object.entries(element.attrs).sort()),
    children: element.children
      .filter((child) => isElement(child) || !hasElements || child.trim() !== '')
      .map((child) => (isElement(child) ? comparable(child) : child)),
  };
}
