import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useConnectFormStore } from '#renderer/stores/connect-form.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import { fail, ok } from '#shared/contract/result.ts';
import { DEFAULT_PROFILE_OPTIONS, type SessionFailure } from '#shared/contract/session.ts';
import { buildSession } from '#tests/support/contract-builders.ts';
import { installScriptedBridge, type ScriptedBridge } from '#tests/support/scripted-bridge.ts';

const FINGERPRINT = 'ab'.repeat(32);

const UNTRUSTED: SessionFailure = {
  code: 'certificate-untrusted',
  step: 'tls',
  what: 'The certificate is not trusted.',
  why: 'It is self-signed.',
  next: 'Compare its fingerprint.',
  certificate: {
    subject: 'CN=localhost',
    issuer: 'CN=localhost',
    altNames: ['localhost'],
    validFrom: '2026-01-01T00:00:00Z',
    validTo: '2027-01-01T00:00:00Z',
    fingerprint256: FINGERPRINT,
    selfSigned: true,
    rejectedBecause: 'self-signed',
  },
};

describe('connect form', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    setActivePinia(createPinia());
    bridge = installScriptedBridge();
    bridge.answer('session.remove', null);
  });

  function fill(): ReturnType<typeof useConnectFormStore> {
    const form = useConnectFormStore();
    form.jid = 'alice@localhost';
    form.password = 'secret';
    return form;
  }

  /** A connection that fails leaves its offline session in the list. */
  function failToConnect(): void {
    bridge.handle('session.connect', () => {
      useSessionsStore().apply(
        buildSession({ id: 'failed', state: 'offline', failure: UNTRUSTED }),
      );
      return fail({ code: UNTRUSTED.code, what: UNTRUSTED.what, details: UNTRUSTED });
    });
  }

  it('forgets the password once online', async () => {
    bridge.answer('session.connect', buildSession());
    const form = fill();
    expect(await form.connect()).toBe(true);
    expect(form.password).toBe('');
    expect(useSessionsStore().activeId).toBe('s1');
  });

  it('shows failure and certificate', async () => {
    failToConnect();
    const form = fill();
    expect(await form.connect()).toBe(false);
    expect(form.failure?.step).toBe('tls');
    expect(form.certificate?.fingerprint256).toBe(FINGERPRINT);
  });

  it('connects pinned after the certificate is trusted', async () => {
    failToConnect();
    const form = fill();
    await form.connect();
    bridge.handle('session.connect', () => ok(buildSession()));
    expect(await form.trustShownCertificate()).toBe(true);
    expect(bridge.inputsOf('session.connect')[1]).toMatchObject({
      password: 'secret',
      trust: { kind: 'pinned', fingerprint256: FINGERPRINT },
    });
    expect(bridge.inputsOf('session.remove')).toEqual([{ sessionId: 'failed' }]);
  });

  it('sends nothing that is incomplete', async () => {
    expect(await useConnectFormStore().connect()).toBe(false);
    expect(bridge.inputsOf('session.connect')).toEqual([]);
  });

  it('never allows plaintext where TLS is certain', async () => {
    bridge.answer('session.connect', buildSession());
    const form = fill();
    form.service = 'xmpps://localhost:5223';
    form.allowPlaintext = true;
    await form.connect();
    expect(bridge.inputsOf('session.connect')[0]?.allowPlaintext).toBe(false);
  });

  it('saves a profile without the password', async () => {
    bridge.handle('profile.save', (profile) => ok(profile));
    await fill().save();
    const [saved] = bridge.inputsOf('profile.save');
    expect(saved).toMatchObject({ name: 'alice', jid: 'alice@localhost' });
    expect(JSON.stringify(saved)).not.toContain('secret');
  });

  it('fills itself from a profile', () => {
    const form = fill();
    form.load({
      id: 'p1',
      name: 'work',
      jid: 'a@b',
      service: '',
      trust: { kind: 'pinned', fingerprint256: FINGERPRINT },
      allowPlaintext: false,
      resource: '',
      connectTimeoutMs: 1_000,
      options: DEFAULT_PROFILE_OPTIONS,
    });
    expect([form.jid, form.password, form.trust, form.fingerprint256]).toEqual([
      'a@b',
      '',
      'pinned',
      FINGERPRINT,
    ]);
  });
});
