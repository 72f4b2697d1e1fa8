import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { describeOptions } from '#renderer/formatting/option-words.ts';
import { useConnectFormStore } from '#renderer/stores/connect-form.ts';
import { useConnectOptionsStore } from '#renderer/stores/connect-options.ts';
import { ok } from '#shared/contract/result.ts';
import { DEFAULT_PROFILE_OPTIONS } from '#shared/contract/session.ts';
import { buildSession } from '#tests/support/contract-builders.ts';
import { installScriptedBridge, type ScriptedBridge } from '#tests/support/scripted-bridge.ts';

describe('connect options', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    setActivePinia(createPinia());
    bridge = installScriptedBridge();
    bridge.answer('certificate.choose', { id: 'c1', name: 'alice.p12' });
    bridge.answer('keylog.choose', { id: 'k1', name: 'keys.txt' });
  });

  async function fill() {
    const form = useConnectFormStore();
    form.jid = 'alice@localhost';
    form.password = 'secret';
    const options = useConnectOptionsStore();
    await options.chooseClientCertificate();
    await options.chooseKeyLog();
    Object.assign(options, {
      mechanism: 'EXTERNAL',
      clientCertificatePassphrase: 'open sesame',
      proxy: 'http://me@proxy.example:3128',
      proxyPassword: 'let me out',
      streamManagement: 'resume',
    });
    return { form, options };
  }

  it('sends all with the connection, secrets beside', async () => {
    bridge.answer('session.connect', buildSession());
    const { form, options } = await fill();
    await form.connect();
    expect(bridge.inputsOf('session.connect')[0]).toMatchObject({
      options: {
        mechanism: 'EXTERNAL',
        sasl2: true,
        clientCertificateId: 'c1',
        proxy: 'http://me@proxy.example:3128',
        streamManagement: 'resume',
        reconnect: false,
      },
      clientCertificatePassphrase: 'open sesame',
      proxyPassword: 'let me out',
      tlsKeyLogId: 'k1',
    });
    expect([options.clientCertificatePassphrase, options.proxyPassword, options.keyLog]).toEqual([
      '',
      '',
      null,
    ]);
  });

  it('keeps all but the secrets in a profile', async () => {
    bridge.handle('profile.save', (profile) => ok(profile));
    const { form } = await fill();
    await form.save();
    const saved = JSON.stringify(bridge.inputsOf('profile.save')[0]);
    expect(saved).toContain('"clientCertificateId":"c1"');
    for (const secret of ['secret', 'open sesame', 'let me out', 'k1']) {
      expect(saved).not.toContain(secret);
    }
  });

  it('returns with a profile', () => {
    const options = useConnectOptionsStore();
    options.load({ ...DEFAULT_PROFILE_OPTIONS, mechanism: 'PLAIN', clientCertificateId: 'c1' });
    expect(options.settings()).toMatchObject({ mechanism: 'PLAIN', clientCertificateId: 'c1' });
    options.clear();
    expect(options.settings()).toEqual(DEFAULT_PROFILE_OPTIONS);
  });

  it.each([
    ['EXTERNAL without a certificate', { mechanism: 'EXTERNAL' }, 'mechanism'],
    ['a proxy without scheme', { proxy: 'proxy.example:3128' }, 'proxy'],
    ['a password in the proxy address', { proxy: 'http://me:pass@proxy.example:1' }, 'proxy'],
    [
      'a proxy password without a name',
      { proxy: 'socks5://proxy.example:1080', proxyPassword: 'x' },
      'proxyPassword',
    ],
  ] as const)('holds back %s', async (_, given, field) => {
    const form = useConnectFormStore();
    form.jid = 'alice@localhost';
    form.password = 'secret';
    const options = useConnectOptionsStore();
    Object.assign(options, given);
    expect(Object.keys(options.problems)).toEqual([field]);
    expect(await form.connect()).toBe(false);
    expect(bridge.inputsOf('session.connect')).toEqual([]);
  });

  it('lets a bare domain in for ANONYMOUS only', () => {
    const form = useConnectFormStore();
    form.jid = 'anonymous.example';
    expect(form.problems.jid).toContain('before @ is missing');
    useConnectOptionsStore().mechanism = 'ANONYMOUS';
    expect(form.problems).toEqual({});
  });

  it('says in words what is not as usual', () => {
    expect(describeOptions(DEFAULT_PROFILE_OPTIONS, null)).toBe('as usual');
    expect(
      describeOptions(
        { ...DEFAULT_PROFILE_OPTIONS, mechanism: 'PLAIN', sasl2: false, reconnect: true },
        { id: 'k1', name: 'keys.txt' },
      ),
    ).toBe('PLAIN only · without SASL2 · connects again · TLS keys are written');
  });
});
