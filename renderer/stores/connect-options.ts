/**
 * What a user chose about connecting beyond account and server. The two secrets live here only: they are
 * never saved, and are forgotten with the password. The TLS keys are written for one session only.
 */
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, toRefs } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { ChosenFile } from '#shared/contract/channels.ts';
import type { Result } from '#shared/contract/result.ts';
import { DEFAULT_PROFILE_OPTIONS, type ProfileOptions } from '#shared/contract/session.ts';
import { judgeConnectOptions } from './connect-fields.ts';
import { useNoticesStore } from './notices.ts';

const { clientCertificateId: _, ...DEFAULT_FIELDS } = DEFAULT_PROFILE_OPTIONS;
const BLANK = { ...DEFAULT_FIELDS, clientCertificatePassphrase: '', proxyPassword: '' };

/** Stands for a file of a saved profile, whose name only the host knows. */
const CHOSEN_BEFORE = 'the file chosen before';

export const useConnectOptionsStore = defineStore('connect-options', () => {
  const fields = reactive({ ...BLANK });
  const clientCertificate = shallowRef<ChosenFile | null>(null);
  const keyLog = shallowRef<ChosenFile | null>(null);
  /** Unfolded in the form. */
  const open = ref(false);

  const problems = computed(() => judgeConnectOptions(fields, clientCertificate.value !== null));

  /** The part that a profile keeps. */
  function settings(): ProfileOptions {
    const { mechanism, sasl2, proxy, streamManagement, reconnect } = fields;
    const clientCertificateId = clientCertificate.value?.id ?? null;
    return {
      mechanism,
      sasl2,
      clientCertificateId,
      proxy: proxy.trim(),
      streamManagement,
      reconnect,
    };
  }

  /** The part that is for one connection and is never kept. */
  function forOnce() {
    const { clientCertificatePassphrase, proxyPassword } = fields;
    return {
      ...(clientCertificatePassphrase === '' ? {} : { clientCertificatePassphrase }),
      ...(proxyPassword === '' ? {} : { proxyPassword }),
      ...(keyLog.value === null ? {} : { tlsKeyLogId: keyLog.value.id }),
    };
  }

  function load({ clientCertificateId, ...options }: ProfileOptions): void {
    Object.assign(fields, BLANK, options);
    clientCertificate.value =
      clientCertificateId === null ? null : { id: clientCertificateId, name: CHOSEN_BEFORE };
    keyLog.value = null;
  }

  function forgetSecrets(): void {
    fields.clientCertificatePassphrase = '';
    fields.proxyPassword = '';
    keyLog.value = null;
  }

  async function chooseClientCertificate(): Promise<void> {
    clientCertificate.value =
      chosenOf(await request('certificate.choose', {})) ?? clientCertificate.value;
  }

  function removeClientCertificate(): void {
    clientCertificate.value = null;
    fields.clientCertificatePassphrase = '';
  }

  async function chooseKeyLog(): Promise<void> {
    keyLog.value = chosenOf(await request('keylog.choose', {})) ?? keyLog.value;
  }

  function removeKeyLog(): void {
    keyLog.value = null;
  }

  return {
    ...toRefs(fields),
    clientCertificate,
    keyLog,
    open,
    problems,
    settings,
    forOnce,
    load,
    clear: () => load(DEFAULT_PROFILE_OPTIONS),
    forgetSecrets,
    chooseClientCertificate,
    removeClientCertificate,
    chooseKeyLog,
    removeKeyLog,
  };
});

function chosenOf(answer: Result<ChosenFile | null>): ChosenFile | null {
  if (answer.ok) return answer.value;
  useNoticesStore().showProblem(answer.error);
  return null;
}
