import { describe, expect, it } from 'vitest';
import {
  collectOption,
  readAccount,
  readFingerprint,
  readPort,
  readService,
  readSpan,
  readTimeout,
} from '#hosts/cli/arguments.ts';

describe('readAccount()', () => {
  it('takes the bare JID of an account', () => {
    expect(readAccount('Alice@Example.org/phone')).toBe('alice@example.org');
  });

  it.each(['example.org', '@example.org', 'alice@', ''])('refuses %j', (text) => {
    expect(() => readAccount(text)).toThrow('looks like');
  });
});

describe('readService()', () => {
  it.each(['xmpp://h:5222', 'xmpps://h', 'ws://h/ws-xmpp', 'wss://h'])('takes %s', (text) => {
    expect(readService(text)).toBe(text);
  });

  it.each(['ftp://h', 'h:5222', 'xmpp://'])('refuses %s', (text) => {
    expect(() => readService(text)).toThrow('looks like');
  });
});

describe('readFingerprint()', () => {
  it('takes colons and capitals', () => {
    expect(readFingerprint(Array(32).fill('AB').join(':'))).toBe('ab'.repeat(32));
  });

  it('refuses a shorter digest', () => {
    expect(() => readFingerprint('ab'.repeat(20))).toThrow('64');
  });
});

describe('readSpan()', () => {
  it.each([
    ['90', 90_000],
    ['250ms', 250],
    ['1.5m', 90_000],
    ['1h', 3_600_000],
  ])('reads %s as %i milliseconds', (text, ms) => {
    expect(readSpan(text)).toBe(ms);
  });

  it.each(['', '0', '-1', '5d', 'soon'])('refuses %j', (text) => {
    expect(() => readSpan(text)).toThrow('looks like');
  });
});

describe('collectOption()', () => {
  it('keeps everything behind the first equals sign', () => {
    expect(collectOption('topic=a=b', { mode: 'prod' })).toEqual({ mode: 'prod', topic: 'a=b' });
  });

  it('takes a name like __proto__ as a name', () => {
    expect(Object.entries(collectOption('__proto__=x', {}))).toEqual([['__proto__', 'x']]);
  });

  it('refuses an option without a name', () => {
    expect(() => collectOption('=x', {})).toThrow('looks like');
  });
});

describe('readPort() and readTimeout()', () => {
  it('take their ranges only', () => {
    expect([readPort('0'), readPort('65535'), readTimeout('100')]).toEqual([0, 65_535, 100]);
    expect(() => readPort('65536')).toThrow('65535');
    expect(() => readPort('1e3')).toThrow('65535');
    expect(() => readTimeout('99')).toThrow('100');
  });
});
