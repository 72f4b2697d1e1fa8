import { describe, expect, it } from 'vitest';
import { templateOf } from '#shared/templates/catalogue.ts';
import { type TemplateValues, validateField } from '#shared/templates/fields.ts';
import { guessPushService } from '#shared/templates/publish-options.ts';
import type { TemplateId } from '#shared/templates/template.ts';

const APNS_TOKEN = 'b7'.repeat(32);
const FCM_TOKEN = `dQw4w9WgXcQ:APA91b${'H'.repeat(134)}`;

describe('validateField', () => {
  it.each<[TemplateId, string, string | readonly string[], string]>([
    ['enable', 'jid', '', 'Push service JID is missing.'],
    ['enable', 'jid', '@@', 'is not a JID.'],
    ['enable', 'node', 'a\u0000', 'Character 2 of Node cannot be sent.'],
    ['enable', 'node', ['a', 'b'], 'Node has several values.'],
    ['create-node', 'access_model', 'closed', 'Access model cannot be "closed".'],
    ['create-node', 'max_payload_size', '60001', 'is not a whole number from 0 to 60000.'],
    ['create-node', 'max_items', '1.5', 'is not a whole number'],
    ['create-node', 'persist_items', 'yes', 'is neither true nor false.'],
    ['presence', 'priority', '128', 'from -128 to 127'],
    ['raw', 'xml', '<a>', 'not well-formed at line 1'],
    ['raw', 'xml', '<!DOCTYPE a><a/>', 'DOCTYPE'],
    ['enable', 'other', ['novalue'], '"novalue" has no value.'],
    ['enable', 'other', ['=x'], 'no proper name'],
    ['enable', 'other', [' a=x'], 'no proper name'],
    ['enable', 'other', ['topic=x'], '"topic" has a field of its own.'],
    ['enable', 'other', ['FORM_TYPE=x'], '"FORM_TYPE" has a field of its own.'],
    ['enable', 'other', ['a=1', 'a=2'], '"a" stands there twice.'],
    ['enable', 'other', ['a=1\n2'], '"a" contains a line break.'],
    ['enable', 'other', ['a=\u0001'], '"a" contains a character that cannot be sent.'],
    ['enable', 'other', 'a=1\nb', '"b" has no value.'],
  ])('refuses %s %s %j', (template, field, value, message) => {
    expect(validate(template, field, value)).toMatchObject({
      field,
      severity: 'error',
      message: expect.stringContaining(message) as string,
    });
  });

  it.each<[TemplateId, string, string]>([
    ['enable', 'jid', 'pubsub.example.org'],
    ['enable', 'topic', ''],
    ['create-node', 'max_items', '0'],
    ['create-node', 'persist_items', '1'],
    ['presence', 'priority', '-1'],
    ['enable', 'other', 'secret=a=b\n\nx=y'],
    ['raw', 'xml', '<iq/>'],
    ['disco-info', 'to', ''],
  ])('takes %s %s %j', (template, field, value) => {
    expect(validate(template, field, value)).toBeNull();
  });

  it.each<[string, TemplateValues, string]>([
    ['service', { service: 'gcm' }, 'only apns and fcm'],
    ['priority', { priority: '10' }, 'only normal and high'],
    ['mode', { mode: 'test' }, 'only prod and dev'],
    ['mode', { mode: 'dev', service: 'fcm' }, 'no dev mode'],
    ['silent', { silent: '1' }, 'Only the exact text true'],
    ['topic', { topic: '', service: 'apns', silent: 'true' }, 'topic is missing'],
    ['sound', { sound: 'default', silent: 'true' }, 'left out of silent pushes'],
    ['click_action', { click_action: 'x', silent: 'true' }, 'left out of silent pushes'],
    ['time_to_live', { time_to_live: '1h' }, 'no whole number'],
    ['mutable_content', { mutable_content: 'yes' }, 'only true and false'],
    ['device_id', { device_id: 'a/b' }, 'goes astray'],
    ['device_id', { device_id: APNS_TOKEN, service: 'fcm' }, 'looks like APNs. The service is fcm'],
    ['device_id', { device_id: FCM_TOKEN, service: 'apns' }, 'looks like FCM. The service is apns'],
  ])('warns about %s in %j', (field, values, message) => {
    expect(validate('enable', field, values[field] ?? '', values)).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining(message) as string,
    });
  });

  it.each([
    [APNS_TOKEN, 'apns', '64 hex digits: looks like APNs.'],
    [FCM_TOKEN, 'fcm', 'With ":APA91": looks like FCM.'],
  ])('recognises the shape of a token', (token, service, message) => {
    expect(validate('enable', 'device_id', token, { service })).toEqual({
      field: 'device_id',
      severity: 'hint',
      message,
    });
  });

  it('warns about an open node', () => {
    expect(validate('create-node', 'publish_model', '')?.severity).toBe('warning');
    expect(validate('create-node', 'publish_model', 'subscribers')?.message).toContain('Nobody');
    expect(validate('create-node', 'publish_model', 'publishers')).toBeNull();
  });

  it('warns about a node without type', () => {
    expect(validate('create-node', 'type', '')?.message).toContain('first of its plugins');
    expect(validate('create-node', 'type', 'flat')?.message).toContain('no push node');
  });

  it('warns about messages that never push', () => {
    expect(validate('message', 'body', ' ')?.severity).toBe('warning');
    expect(validate('message', 'type', '')?.severity).toBe('warning');
    expect(validate('message', 'type', 'chat')).toBeNull();
  });

  it('warns about priority of unavailable presence', () => {
    expect(validate('presence', 'priority', '1', { type: 'unavailable' })?.severity).toBe(
      'warning',
    );
  });

  it('warns about a from', () => {
    expect(validate('set-affiliation', 'from', 'a@b/c')?.severity).toBe('warning');
  });
});

describe('guessPushService', () => {
  it('leaves unknown shapes open', () => {
    expect([
      guessPushService('tok'),
      guessPushService(APNS_TOKEN),
      guessPushService(FCM_TOKEN),
    ]).toEqual([null, 'apns', 'fcm']);
  });
});

function validate(
  template: TemplateId,
  name: string,
  value: string | readonly string[],
  values: TemplateValues = {},
) {
  const field = templateOf(template).fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return validateField(field, value, values);
}
