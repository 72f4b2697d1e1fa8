import { describe, expect, it } from 'vitest';
import {
  describeEntry,
  describeRelation,
  isFailure,
  spokenEntry,
} from '#renderer/formatting/entry-line.ts';
import { buildRow } from '#tests/support/contract-builders.ts';

describe('describeEntry', () => {
  it('names type, payload and id', () => {
    const row = buildRow(1, { type: 'set', childName: 'enable', childNs: 'urn:xmpp:push:0' });
    expect(describeEntry(row)).toEqual({
      subject: 'iq set',
      payload: 'enable',
      condition: '',
      remark: 'id1',
    });
  });

  it.each([
    ['http://jabber.org/protocol/disco#info', 'disco#info'],
    ['jabber:iq:version', 'version'],
    ['urn:query', 'query'],
  ])('tells queries of %s apart', (childNs, payload) => {
    const row = buildRow(1, { childName: 'query', childNs });
    expect(describeEntry(row).payload).toBe(payload);
  });

  it('says what a pubsub request is about', () => {
    const row = buildRow(1, { childName: 'pubsub', childAction: 'create' });
    expect(describeEntry(row).payload).toBe('create');
  });

  it('shows the text of local entries', () => {
    const row = buildRow(1, { kind: 'tls', name: null, type: null, id: null, text: 'TLS 1.3' });
    expect(describeEntry(row)).toMatchObject({ subject: 'TLS', remark: 'TLS 1.3' });
  });

  it('shows hostile names as text', () => {
    const row = buildRow(1, { id: '<script>\u202E' });
    expect(describeEntry(row).remark).toBe('<script>⟨U+202E⟩');
  });
});

describe('isFailure', () => {
  it.each([
    [{ type: 'error' }, true],
    [{ condition: 'not-authorized' }, true],
    [{ name: 'stream:error' }, true],
    [{}, false],
  ])('judges %o', (given, failed) => {
    expect(isFailure(buildRow(1, given))).toBe(failed);
  });
});

it('says what is odd about an answer', () => {
  expect(describeRelation(buildRow(1, { relation: 'wrong-sender' }))).toContain('not from whom');
  expect(describeRelation(buildRow(1, { relation: 'answer' }))).toBe('');
});

it('reads a row out in words', () => {
  expect(spokenEntry(buildRow(1, { direction: 'out' }))).toBe('sent, alice, iq result, id1');
});
