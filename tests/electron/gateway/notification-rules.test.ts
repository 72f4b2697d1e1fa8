import { describe, expect, it } from 'vitest';
import { findViolations, shapeOf } from '#services/gateway/notification-rules.ts';

const alert = { body: 'b', title: 't' };
const base = { service: 'apns', alert };

describe('notification rules', () => {
  it.each([
    ['an alert', base],
    ['data alone', { service: 'fcm', data: { nested: { x: 1 } } }],
    ['both', { ...base, data: {} }],
    [
      'every option',
      {
        ...base,
        mode: 'dev',
        priority: 'normal',
        time_to_live: 3600,
        mutable_content: false,
        tags: ['a'],
        topic: 'x',
        alert: { ...alert, badge: 7, click_action: 'c', tag: 't', sound: 's' },
      },
    ],
    [
      'numbers and booleans as strings',
      { ...base, time_to_live: '3600', mutable_content: 'true', alert: { ...alert, badge: '1' } },
    ],
  ])('accept %s', (_case, body) => {
    expect(findViolations(body)).toEqual([]);
  });

  it.each([
    ['a service of its own', { ...base, service: 'x' }, '/service', 'Invalid value for enum'],
    [
      'a service that is null',
      { ...base, service: null },
      '/service',
      'null value where string expected',
    ],
    ['a priority of its own', { ...base, priority: 'some' }, '/priority', 'Invalid value for enum'],
    ['a mode of its own', { ...base, mode: '' }, '/mode', 'Invalid value for enum'],
    ['no service', { alert }, '/service', 'Missing field: service'],
    ['neither alert nor data', { service: 'fcm' }, '/alert', 'Missing field: alert'],
    ['an unknown key', { ...base, 'a/b': 1 }, '/a~1b', 'Unexpected field: a/b'],
    [
      'a time in words',
      { ...base, time_to_live: 'x' },
      '/time_to_live',
      'Invalid integer. Got: string',
    ],
    [
      'a boolean in words',
      { ...base, mutable_content: 1 },
      '/mutable_content',
      'Invalid boolean. Got: integer',
    ],
    ['tags as text', { ...base, tags: 'a' }, '/tags', 'Invalid array. Got: string'],
    ['a topic that is a list', { ...base, topic: [] }, '/topic', 'Invalid string. Got: array'],
    ['an alert that is text', { ...base, alert: 'x' }, '/alert', 'Invalid object. Got: string'],
    [
      'data that is text',
      { service: 'fcm', data: 'invalid_form' },
      '/data',
      'Invalid object. Got: string',
    ],
    [
      'an alert without title',
      { ...base, alert: { body: 'b' } },
      '/alert/title',
      'Missing field: title',
    ],
    [
      'an unknown alert key',
      { ...base, alert: { ...alert, x: 1 } },
      '/alert/x',
      'Unexpected field: x',
    ],
    [
      'a badge in words',
      { ...base, alert: { ...alert, badge: 'one' } },
      '/alert/badge',
      'Invalid integer. Got: string',
    ],
  ])('refuse %s', (_case, body, pointer, message) => {
    expect(findViolations(body)).toEqual([{ pointer, message }]);
  });

  it('report all missing fields', () => {
    expect(findViolations({}).map(({ pointer }) => pointer)).toEqual(['/service', '/alert']);
  });

  it('are not fooled by prototypes', () => {
    const body = JSON.parse('{"service":"fcm","data":{},"__proto__":1}') as Record<string, unknown>;
    expect(findViolations(body)).toEqual([
      { pointer: '/__proto__', message: 'Unexpected field: __proto__' },
    ]);
  });

  it.each([
    [{ alert }, 'alert'],
    [{ data: {} }, 'silent'],
    [{ alert, data: {} }, 'mixed'],
    [{}, 'alert'],
  ])('tell the shape of %o', (body, shape) => {
    expect(shapeOf(body)).toBe(shape);
  });
});
