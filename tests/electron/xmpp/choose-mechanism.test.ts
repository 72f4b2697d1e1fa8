import { describe, expect, it } from 'vitest';
import { chooseMechanism, type LoginMeans } from '#services/xmpp/sasl/choose.ts';
import { createOfferMemory } from '#services/xmpp/sasl/offer-memory.ts';
import { differingMechanisms } from '#services/xmpp/sasl/offer.ts';

const TLS_1_3: LoginMeans = {
  forced: '',
  hasAccount: true,
  clientCertificate: false,
  clearTextAllowed: true,
  canBind: true,
};

const SHA_256 = ['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'];
const exporter = (...mechanisms: string[]) => ({ mechanisms, channelBindings: ['tls-exporter'] });
const silent = (...mechanisms: string[]) => ({ mechanisms, channelBindings: null });

describe('chooseMechanism', () => {
  it.each([
    ['the strongest', exporter(...SHA_256), TLS_1_3, 'SCRAM-SHA-256-PLUS'],
    [
      'a stronger hash before channel binding',
      exporter('SCRAM-SHA-512', ...SHA_256),
      TLS_1_3,
      'SCRAM-SHA-512',
    ],
    ['PLAIN last', silent('PLAIN', 'ANONYMOUS', 'X-OAUTH'), TLS_1_3, 'PLAIN'],
    [
      'EXTERNAL with a certificate',
      exporter('EXTERNAL', ...SHA_256),
      { ...TLS_1_3, clientCertificate: true },
      'EXTERNAL',
    ],
    [
      'ANONYMOUS without an account',
      exporter('ANONYMOUS', ...SHA_256),
      { ...TLS_1_3, hasAccount: false },
      'ANONYMOUS',
    ],
    [
      'SCRAM where PLAIN may not be',
      silent('PLAIN', 'SCRAM-SHA-1'),
      { ...TLS_1_3, clearTextAllowed: false },
      'SCRAM-SHA-1',
    ],
  ])('prefers %s', (_what, offer, means, name) => {
    expect(chooseMechanism(offer, means)).toMatchObject({ ok: true, name });
  });

  it.each([
    [
      'no TLS 1.3',
      exporter(...SHA_256),
      { ...TLS_1_3, canBind: false },
      'the connection has no TLS 1.3',
    ],
    [
      'a server that does not say which',
      silent(...SHA_256),
      TLS_1_3,
      'does not say which channel binding',
    ],
    [
      'another binding',
      { mechanisms: SHA_256, channelBindings: ['tls-server-end-point'] },
      TLS_1_3,
      'does not take tls-exporter',
    ],
  ])('passes -PLUS over with %s', (_what, offer, means, why) => {
    const choice = chooseMechanism(offer, means);
    expect(choice).toMatchObject({ ok: true, name: 'SCRAM-SHA-256' });
    expect(choice.reason).toContain('SCRAM-SHA-256-PLUS is offered but');
    expect(choice.reason).toContain(why);
  });

  it.each([
    ['PLAIN alone in clear', silent('PLAIN'), { clearTextAllowed: false }, 'plain-in-clear'],
    ['nothing known', silent('DIGEST-MD5', 'EXTERNAL', 'X-OAUTH'), {}, 'none-in-common'],
    ['forced, not offered', silent('PLAIN'), { forced: 'SCRAM-SHA-1' }, 'forced-not-offered'],
    ['forced, not known', silent('DIGEST-MD5'), { forced: 'DIGEST-MD5' }, 'forced-unknown'],
    [
      'PLAIN forced in clear',
      silent(...SHA_256),
      { forced: 'PLAIN', clearTextAllowed: false },
      'plain-in-clear',
    ],
    [
      'a token forced in clear',
      silent('X-OAUTH'),
      { forced: 'X-OAUTH', clearTextAllowed: false },
      'plain-in-clear',
    ],
    [
      '-PLUS forced without TLS 1.3',
      exporter(...SHA_256),
      { forced: 'SCRAM-SHA-256-PLUS', canBind: false },
      'forced-without-binding',
    ],
    [
      'EXTERNAL forced without certificate',
      silent('EXTERNAL'),
      { forced: 'EXTERNAL' },
      'forced-without-certificate',
    ],
  ] as const)('refuses %s', (_what, offer, part, reason) => {
    expect(chooseMechanism(offer, { ...TLS_1_3, ...part })).toEqual({ ok: false, reason });
  });

  it.each(['SCRAM-SHA-1', 'PLAIN', 'SCRAM-SHA-256-PLUS'])('uses the forced %s', (forced) => {
    // Even -PLUS whose binding is not announced: that is the user's to try.
    const choice = chooseMechanism(silent(...SHA_256), { ...TLS_1_3, forced });
    expect(choice).toMatchObject({
      ok: true,
      name: forced,
      reason: expect.stringContaining('set to') as string,
    });
  });
});

describe('createOfferMemory', () => {
  it('misses what was offered before', () => {
    const memory = createOfferMemory();
    expect(memory.missing('alice', ['SCRAM-SHA-1'])).toEqual([]);
    memory.remember('alice', ['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256-PLUS', 'X-UNKNOWN']);
    expect(memory.missing('alice', ['PLAIN'])).toEqual(['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-1']);
    expect(memory.missing('bob', ['PLAIN'])).toEqual([]);
  });
});

describe('differingMechanisms', () => {
  it('leaves out what only SASL2 can have', () => {
    const sasl1 = silent('SCRAM-SHA-1', 'PLAIN');
    const sasl2 = silent('SCRAM-SHA-1', 'HT-SHA-256-NONE');
    expect(differingMechanisms({ sasl1, sasl2 })).toEqual(['PLAIN']);
    expect(differingMechanisms({ sasl1, sasl2: null })).toEqual([]);
  });
});
