import { describe, expect, it } from 'vitest';
import {
  findTemplate,
  recognizeTemplate,
  TEMPLATES,
  templateOf,
} from '#shared/templates/catalogue.ts';
import type { TemplateValues } from '#shared/templates/fields.ts';
import { leftovers } from '#shared/templates/leftovers.ts';
import {
  buildTemplate,
  defaultValues,
  readTemplate,
  type TemplateId,
} from '#shared/templates/template.ts';
import { parsed } from '../xmpp/parsed.ts';

describe('the catalogue', () => {
  it('offers every template of the main job', () => {
    expect(TEMPLATES.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'disco-info',
        'disco-items',
        'create-node',
        'get-affiliations',
        'set-affiliation',
        'enable',
        'disable',
        'disable-all',
        'delete-node',
        'message',
        'presence',
        'software-version',
        'raw',
      ]),
    );
    expect(TEMPLATES.at(-1)?.id).toBe('raw');
  });

  it('finds by id only', () => {
    expect(findTemplate('enable')).toBe(templateOf('enable'));
    expect(findTemplate('toString')).toBeUndefined();
  });

  it('offers all ten publish-options', () => {
    expect(templateOf('enable').fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'device_id',
        'service',
        'mode',
        'click_action',
        'topic',
        'silent',
        'priority',
        'sound',
        'mutable_content',
        'time_to_live',
      ]),
    );
  });

  it.each(TEMPLATES.map((template) => [template.id, template] as const))(
    'gives %s unique, explained fields',
    (_id, { fields }) => {
      expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
      expect(fields.filter(({ label, help }) => label === '' || help === '')).toEqual([]);
    },
  );

  it.each<[string, TemplateId]>([
    ["<iq type='set'><disable xmlns='urn:xmpp:push:0' jid='a' node='b'/></iq>", 'disable'],
    ["<iq type='set'><disable xmlns='urn:xmpp:push:0' jid='a'/></iq>", 'disable-all'],
    ["<iq type='get'><enable xmlns='urn:xmpp:push:0'/></iq>", 'raw'],
    ["<iq type='get'><query xmlns='urn:xmpp:push:0'/></iq>", 'push-probe'],
    ["<iq type='set'><enable xmlns='urn:xmpp:push:1'/></iq>", 'raw'],
    ['<presence/>', 'presence'],
    ["<r xmlns='urn:xmpp:sm:3'/>", 'sm-request'],
    ["<a xmlns='urn:xmpp:sm:3' h='1'/>", 'raw'],
    ["<iq type='set'><query xmlns='jabber:iq:register'><remove/></query></iq>", 'unregister'],
    ["<iq type='get'><query xmlns='jabber:iq:register'/></iq>", 'registration-form'],
  ])('recognises %s', (xml, id) => {
    expect(recognizeTemplate(parsed(xml)).id).toBe(id);
  });
});

describe('buildTemplate', () => {
  it.each<[TemplateId, TemplateValues, string]>([
    [
      'enable',
      {
        jid: 'p.e',
        node: 'n',
        service: 'fcm',
        device_id: 't',
        topic: '',
        other: ['secret=x=y', ''],
      },
      "<iq type='set' id='p1'><enable xmlns='urn:xmpp:push:0' jid='p.e' node='n'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='service'><value>fcm</value></field><field var='device_id'><value>t</value></field><field var='secret'><value>x=y</value></field></x></enable></iq>",
    ],
    [
      'disable-all',
      { jid: 'p.e' },
      "<iq type='set' id='p1'><disable xmlns='urn:xmpp:push:0' jid='p.e'/></iq>",
    ],
    [
      'delete-node',
      { to: 'p.e', node: 'n' },
      "<iq type='set' to='p.e' id='p1'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='n'/></pubsub></iq>",
    ],
    [
      'get-affiliations',
      { to: 'p.e', node: 'n' },
      "<iq type='get' to='p.e' id='p1'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='n'/></pubsub></iq>",
    ],
    [
      'get-affiliations',
      { to: 'p.e', node: '' },
      "<iq type='get' to='p.e' id='p1'><pubsub xmlns='http://jabber.org/protocol/pubsub'><affiliations/></pubsub></iq>",
    ],
    [
      'create-node',
      { to: 'p.e', node: 'n', type: 'push' },
      "<iq type='set' to='p.e' id='p1'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='n' type='push'/></pubsub></iq>",
    ],
    [
      'message',
      { to: 'a@b', type: 'chat', body: '<b> & \u202E' },
      "<message to='a@b' type='chat' id='p1'><body>&lt;b&gt; &amp; \u202E</body></message>",
    ],
    [
      'presence',
      { priority: '-1', show: 'away' },
      "<presence id='p1'><show>away</show><priority>-1</priority></presence>",
    ],
    [
      'disco-info',
      { to: '' },
      "<iq type='get' id='p1'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
    ],
    ['raw', { xml: ' <iq  id="7"/>\n' }, ' <iq  id="7"/>\n'],
  ])('writes %s from %j', (id, values, xml) => {
    expect(buildTemplate(templateOf(id), values, { stanzaId: 'p1' })).toMatchObject({
      ok: true,
      xml,
    });
  });

  it('names every problem', () => {
    const built = buildTemplate(templateOf('enable'), { service: 'gcm' }, { stanzaId: 'p1' });

    expect(!built.ok && built.problems.map(({ field, severity }) => [field, severity])).toEqual([
      ['jid', 'error'],
      ['node', 'error'],
      ['service', 'warning'],
      ['device_id', 'error'],
    ]);
  });

  it('builds in spite of warnings', () => {
    const values = { jid: 'p.e', node: 'n', service: 'gcm', device_id: 't' };

    expect(buildTemplate(templateOf('enable'), values, { stanzaId: 'p1' })).toMatchObject({
      ok: true,
      remarks: [{ field: 'service', severity: 'warning' }],
    });
  });
});

describe('defaultValues', () => {
  it('starts with the recommended node options', () => {
    expect(defaultValues(templateOf('create-node'))).toMatchObject({
      type: 'push',
      access_model: 'whitelist',
      publish_model: 'publishers',
      node: '',
      other: [],
    });
  });
});

describe('destructive templates', () => {
  it.each<[TemplateId, string]>([
    ['disable', 'Disable push for node n on p.e'],
    ['disable-all', 'Disable push for all devices of this account on p.e'],
    ['delete-node', 'Delete node n on p.e'],
  ])('name the effect of %s', (id, effect) => {
    expect(templateOf(id).destructive?.({ jid: 'p.e', to: 'p.e', node: 'n' })).toBe(effect);
  });
});

describe('leftovers', () => {
  const enable = templateOf('enable');

  it('list what the form cannot show', () => {
    const stanza = parsed(
      "<iq type='set' id='1' xml:lang='en'><enable xmlns='urn:xmpp:push:0' jid='p' node='n' extra='1'><x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE'><value> x </value></field><field var='service'><value>apns</value><value>fcm</value></field><field var='topic'/></x><hint xmlns='y'/></enable></iq>",
    );

    expect(leftovers(enable, stanza)).toEqual([
      'attribute xml:lang of iq',
      'attribute extra of enable',
      'attribute type of x',
      'text in value',
      'field service',
      'field topic',
      'element hint',
    ]);
  });

  it('are none for what the form shows', () => {
    const stanza = parsed(
      "<iq type='set' id='1'>\n <enable xmlns='urn:xmpp:push:0' jid='p' node='n'>\n <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='a'><value>b</value></field></x></enable></iq>",
    );

    expect(readTemplate(enable, stanza)?.['other']).toEqual(['a=b']);
    expect(leftovers(enable, stanza)).toEqual([]);
  });

  it('are the whole of another stanza', () => {
    expect(leftovers(enable, parsed('<presence/>'))).toEqual(['the whole presence']);
  });
});
