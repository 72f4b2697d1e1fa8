/**
 * The form of a connection. The password lives here only, the other secrets with the options: none is ever
 * saved, and all are forgotten once the session is online or the form is left.
 */
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, toRefs } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { ChosenFile } from '#shared/contract/channels.ts';
import type { Problem } from '#shared/contract/result.ts';
import type { Profile, SessionFailure, TlsTrust } from '#shared/contract/session.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import { isSecuredAddress, judgeConnectFields } from './connect-fields.ts';
import { useConnectOptionsStore } from './connect-options.ts';
import { useNoticesStore } from './notices.ts';
import { useProfilesStore } from './profiles.ts';
import { useSessionsStore } from './sessions.ts';

const CONNECT_TIMEOUT_MS = 10_000;

const BLANK = {
  profileId: null as string | null,
  name: '',
  jid: '',
  password: '',
  service: '',
  trust: 'system' as TlsTrust['kind'],
  fingerprint256: '',
  allowPlaintext: false,
  resource: '',
};

export const useConnectFormStore = defineStore('connect-form', () => {
  const fields = reactive({ ...BLANK });
  const caFile = shallowRef<ChosenFile | null>(null);
  const connecting = ref(false);
  const failure = shallowRef<SessionFailure | null>(null);
  const problem = shallowRef<Problem | null>(null);
  /** The session that this form made, while connecting and after it failed. */
  const sessionId = ref<string | null>(null);

  const options = useConnectOptionsStore();

  const problems = computed(() =>
    judgeConnectFields(fields, caFile.value !== null, options.mechanism),
  );
  const valid = computed(
    () => Object.keys({ ...problems.value, ...options.problems }).length === 0,
  );
  const certificate = computed(() => failure.value?.certificate ?? null);

  function trustOf(): TlsTrust {
    if (fields.trust === 'ca-file' && caFile.value !== null) {
      return { kind: 'ca-file', caId: caFile.value.id };
    }
    return fields.trust === 'pinned'
      ? { kind: 'pinned', fingerprint256: fields.fingerprint256 }
      : { kind: 'system' };
  }

  function nameOf(): string {
    return fields.name.trim() || (toBareJid(fields.jid).split('@')[0] ?? fields.jid);
  }

  function settings() {
    return {
      name: nameOf(),
      jid: fields.jid.trim(),
      service: fields.service.trim(),
      trust: trustOf(),
      allowPlaintext: fields.allowPlaintext && !isSecuredAddress(fields.service),
      resource: fields.resource,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      options: options.settings(),
    };
  }

  /** Connects. @returns whether the session is online */
  async function connect(): Promise<boolean> {
    if (!valid.value || connecting.value) return false;
    const sessions = useSessionsStore();
    await dropFailed();
    const known = new Set(sessions.sessions.map((session) => session.id));
    failure.value = null;
    problem.value = null;
    connecting.value = true;
    const opened = (): string | null =>
      sessions.sessions.find((session) => !known.has(session.id))?.id ?? null;
    const watching = sessions.$subscribe(() => {
      sessionId.value ??= opened();
    });
    const answer = await request('session.connect', {
      profileId: fields.profileId,
      password: fields.password,
      ...settings(),
      ...options.forOnce(),
    });
    watching();
    connecting.value = false;
    if (answer.ok) {
      sessions.apply(answer.value);
      sessions.activate(answer.value.id);
      sessionId.value = null;
      // The next session typed into this form is another account's, not a change of this profile.
      fields.profileId = null;
      forgetSecrets();
      return true;
    }
    // A quick failure answers before its session is heard of.
    if (sessionId.value === null) await sessions.refresh();
    sessionId.value ??= opened();
    problem.value = answer.error;
    failure.value = readFailure(answer.error.details);
    return false;
  }

  /** Gives up while connecting. */
  async function stop(): Promise<void> {
    if (sessionId.value !== null) await useSessionsStore().disconnect(sessionId.value);
  }

  /** Accepts the certificate that was shown, for this connection only, and tries again. */
  async function trustShownCertificate(): Promise<boolean> {
    if (certificate.value === null) return false;
    fields.trust = 'pinned';
    fields.fingerprint256 = certificate.value.fingerprint256;
    return connect();
  }

  /** A failed attempt leaves an offline session; the next attempt takes its place. */
  async function dropFailed(): Promise<void> {
    const failed = sessionId.value;
    sessionId.value = null;
    if (failed === null) return;
    if (useSessionsStore().find(failed)?.state === 'offline') {
      await useSessionsStore().remove(failed);
    }
  }

  async function chooseCa(): Promise<void> {
    const answer = await request('ca.choose', {});
    if (!answer.ok) useNoticesStore().showProblem(answer.error);
    else if (answer.value !== null) caFile.value = answer.value;
  }

  async function save(): Promise<void> {
    const id = fields.profileId ?? crypto.randomUUID();
    const saved = await useProfilesStore().save({ id, ...settings(), jid: toBareJid(fields.jid) });
    if (saved === null) return;
    fields.profileId = saved.id;
    useNoticesStore().showDone(`Profile ${saved.name} saved, without the password.`);
  }

  function load(profile: Profile): void {
    Object.assign(fields, {
      ...BLANK,
      profileId: profile.id,
      name: profile.name,
      jid: profile.jid,
      service: profile.service,
      trust: profile.trust.kind,
      fingerprint256: profile.trust.kind === 'pinned' ? profile.trust.fingerprint256 : '',
      allowPlaintext: profile.allowPlaintext,
      resource: profile.resource,
    });
    caFile.value =
      profile.trust.kind === 'ca-file'
        ? { id: profile.trust.caId, name: 'the file chosen before' }
        : null;
    options.load(profile.options);
    failure.value = null;
    problem.value = null;
  }

  function clear(): void {
    Object.assign(fields, BLANK);
    caFile.value = null;
    options.clear();
    failure.value = null;
    problem.value = null;
    sessionId.value = null;
  }

  function forgetSecrets(): void {
    fields.password = '';
    options.forgetSecrets();
  }

  return {
    ...toRefs(fields),
    caFile,
    connecting,
    failure,
    problem,
    sessionId,
    problems,
    valid,
    certificate,
    connect,
    stop,
    trustShownCertificate,
    chooseCa,
    save,
    load,
    clear,
    forgetSecrets,
  };
});

function readFailure(details: unknown): SessionFailure | null {
  return typeof details === 'object' && details !== null && 'step' in details && 'what' in details
    ? (details as SessionFailure)
    : null;
}
