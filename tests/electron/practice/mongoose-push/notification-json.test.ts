import { describe, expect, it } from 'vitest';
import { notificationJson } from '#services/practice/mongoose-push/notification-json.ts';

const FIELDS = {
  'message-count': '1',
  'last-message-sender': 'bob@localhost',
  'last-message-body': 'hi',
};
const ALERT = '"alert":{"badge":1,"body":"hi","title":"bob@localhost","tag":"bob@localhost"}';

describe('notification JSON', () => {
  it.each([
    ['the alert form', {}, `{${ALERT},"service":"apns"}`],
    [
      'top-level options',
      { topic: 'a', priority: 'high', mode: 'prod', time_to_live: '1', mutable_content: 'true' },
      `{"topic":"a","time_to_live":"1","priority":"high","mutable_content":"true","mode":"prod",${ALERT},"service":"apns"}`,
    ],
    [
      'options of the alert',
      { sound: 's', click_action: 'c' },
      `{${ALERT.replace('{', '{"sound":"s","click_action":"c",')},"service":"apns"}`,
    ],
    ['no tags and nothing unknown', { tags: 'x', custom: 'y' }, `{${ALERT},"service":"apns"}`],
    ['an alert for other truths', { silent: '1' }, `{${ALERT},"service":"apns"}`],
    [
      'the silent form',
      { silent: 'true', sound: 's', mode: 'dev' },
      `{"mode":"dev","service":"apns","data":{"message-count":1,"last-message-sender":"bob@localhost","last-message-body":"hi"}}`,
    ],
  ])('writes %s', (_case, options, json) => {
    expect(notificationJson(FIELDS, { service: 'apns', device_id: 't', ...options })).toBe(json);
  });

  it.each([
    ['no service', FIELDS, {}],
    ['no form', 'invalid_form', { service: 'apns' }],
    ['no body', { ...FIELDS, 'last-message-body': undefined }, { service: 'apns' }],
    [
      'a count in words',
      { ...FIELDS, 'message-count': 'many' },
      { service: 'apns', silent: 'true' },
    ],
  ])('fails with %s', (_case, fields, options) => {
    const present =
      typeof fields === 'string'
        ? ('invalid_form' as const)
        : (JSON.parse(JSON.stringify(fields)) as Record<string, string>);
    expect(notificationJson(present, options as Record<string, string>)).toBeNull();
  });

  it('sends calls silently only', () => {
    const call = { 'message-sender': 'b', 'jingle-message': 'propose', 'jingle-session-id': 'c1' };
    expect(notificationJson(call, { service: 'apns' })).toBeNull();
    expect(notificationJson(call, { service: 'apns', silent: 'true' })).toBe(
      '{"service":"apns","data":{"message-sender":"b","jingle-session-id":"c1","jingle-message":"propose"}}',
    );
  });
});
