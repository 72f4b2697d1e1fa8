import { beforeEach, describe, expect, it } from 'vitest';
import { serializeWire } from '#services/practice/wire-xml.ts';
import { createPubsubFixture, submitForm } from '#tests/support/practice-pubsub.ts';
import { outcomeOf } from '#tests/support/practice-stanzas.ts';

const configure = (content: string, node = 'n') =>
  `<configure node='${node}'>${content}</configure>`;

describe('configure', () => {
  let pubsub: ReturnType<typeof createPubsubFixture>;

  beforeEach(async () => {
    pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='n' type='push'/>`);
  });

  it.each([
    [
      'a change',
      'alice',
      configure(submitForm({ 'pubsub#publish_model': 'publishers' })),
      'result',
    ],
    ['an unknown field', 'alice', configure(submitForm({ 'pubsub#bogus': '1' })), 'result'],
    [
      'a bad value',
      'alice',
      configure(submitForm({ 'pubsub#deliver_payloads': 'maybe' })),
      '406 modify not-acceptable',
    ],
    ['a cancelled form', 'bob', configure(submitForm({}, 'cancel'), 'missing'), 'result'],
    ['no form', 'alice', configure(''), '400 modify bad-request "Form not found"'],
    [
      'a form of type result',
      'alice',
      configure(submitForm({}, 'result')),
      '400 modify bad-request "Invalid form type"',
    ],
    ['a stranger', 'bob', configure(submitForm({})), '403 auth forbidden'],
    ['a missing node', 'alice', configure(submitForm({}), 'missing'), '404 cancel item-not-found'],
  ])('answers %s', async (_case, user, request, answer) => {
    expect(outcomeOf(await pubsub.setAsOwner(user, request))).toBe(answer);
  });

  it('shows the values it has', async () => {
    await pubsub.setAsOwner(
      'alice',
      configure(submitForm({ 'pubsub#publish_model': 'publishers', 'pubsub#title': 'T' })),
    );
    const reply = await pubsub.getAsOwner('alice', configure(''));
    const text = reply === null ? '' : serializeWire(reply);
    expect(text).toContain(`var='pubsub#publish_model'><value>publishers</value>`);
    expect(text).toContain(`var='pubsub#title'><value>T</value>`);
  });

  it('hides values from strangers', async () => {
    expect(outcomeOf(await pubsub.getAsOwner('bob', configure('')))).toBe('403 auth forbidden');
  });

  it('offers the first plugin’s defaults', async () => {
    const flat = await pubsub.getAsOwner('alice', `<default type='push'/>`);
    const push = await createPubsubFixture({ plugins: ['push'] }).getAsOwner('bob', `<default/>`);
    const model = /var='pubsub#access_model'><value>(\w+)</;
    expect(model.exec(flat === null ? '' : serializeWire(flat))?.[1]).toBe('open');
    expect(model.exec(push === null ? '' : serializeWire(push))?.[1]).toBe('whitelist');
  });
});
