import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  domainOf,
  formatBareJid,
  formatJid,
  parseJid,
  sameJid,
  toBareJid,
} from '#shared/xmpp/jid.ts';

const jidLike = fc.string({ unit: fc.constantFrom(...Array.from('aBİß.@/')), maxLength: 10 });

describe('parseJid', () => {
  it.each([
    ['alice@example.org/phone', { local: 'alice', domain: 'example.org', resource: 'phone' }],
    ['example.org', { local: '', domain: 'example.org', resource: '' }],
    ['example.org/a@b/c', { local: '', domain: 'example.org', resource: 'a@b/c' }],
    ['Alice@EXAMPLE.org/Phone', { local: 'alice', domain: 'example.org', resource: 'Phone' }],
    ['example.org.', { local: '', domain: 'example.org', resource: '' }],
    ['[::1]', { local: '', domain: '[::1]', resource: '' }],
    ['日本@例え.jp', { local: '日本', domain: '例え.jp', resource: '' }],
  ])('reads %s', (text, jid) => {
    expect(parseJid(text)).toEqual(jid);
  });

  it.each([
    '',
    '@',
    '@@',
    'a..',
    'a..b',
    '@example.org',
    'alice@',
    'alice@/x',
    'example.org/',
    'a b@c',
    'a@b c',
  ])('refuses "%s"', (text) => {
    expect(parseJid(text)).toBeNull();
  });

  it('refuses parts above 1023 bytes', () => {
    expect(parseJid(`${'é'.repeat(511)}@example.org`)).not.toBeNull();
    expect(parseJid(`${'é'.repeat(512)}@example.org`)).toBeNull();
  });

  it('refuses control characters', () => {
    expect(parseJid('example.org/a\u0000b')).toBeNull();
  });

  it('reads what formatJid writes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), jidLike), (text) => {
        const jid = parseJid(text);
        const again = jid === null ? null : parseJid(formatJid(jid));

        expect(again).toEqual(jid);
      }),
    );
  });
});

describe('JID readers', () => {
  it('cut the resource off', () => {
    expect(toBareJid('Alice@example.org/x')).toBe('alice@example.org');
    expect(formatBareJid({ local: '', domain: 'a.b', resource: 'c' })).toBe('a.b');
  });

  it('leave what is no JID', () => {
    expect(toBareJid('@@')).toBe('@@');
  });

  it('find the domain', () => {
    expect([domainOf('a@b.c/d'), domainOf('@')]).toEqual(['b.c', '']);
  });

  it('compare resources exactly', () => {
    expect(sameJid('A@B/c', 'a@b/c')).toBe(true);
    expect(sameJid('a@b/C', 'a@b/c')).toBe(false);
    expect(sameJid('', '')).toBe(false);
  });
});
