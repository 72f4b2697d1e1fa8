/** Parameters of the next run, as typed, with defaults that make a practice run need nothing. */
import { defineStore } from 'pinia';
import { computed, reactive, ref, toRefs, watch } from 'vue';
import {
  plantOf,
  type PracticePlantId,
  type PracticePlantKind,
} from '#shared/contract/practice-plants.ts';
import type {
  AwayMode,
  FlowChoice,
  ProcedureId,
  PushServiceName,
  RunParameters,
} from '#shared/contract/run.ts';
import {
  type FieldProblem,
  readPair,
  type TemplateValues,
  validateField,
} from '#shared/templates/fields.ts';
import { templateOf } from '#shared/templates/catalogue.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import { keep, readKept, restoreFields } from './kept-state.ts';
import { usePracticeStore } from './practice.ts';
import { useSessionsStore } from './sessions.ts';

const STEP_TIMEOUT_MS = 10_000;

/** Shaped like an APNs token; no device has it. */
const PRACTICE_TOKEN = 'b7'.repeat(32);

/** Stand for "the window chooses" and "nobody". */
export const PEER_AUTO = '';
export const PEER_NONE = 'none';

/** The same, for another device. */
const SECOND_PRACTICE_TOKEN = 'c8'.repeat(32);

const BLANK = {
  procedure: 'check',
  secondDeviceId: '',
  flow: 'auto',
  pubsubJid: '',
  node: '',
  pushService: 'apns',
  deviceId: '',
  peer: PEER_AUTO,
  awayMode: 'unavailable',
  keepAfter: false,
  probe: false,
  mongoosePushUrl: '',
};

/** Fields of the enable form that the run's own fields stand for. */
const OWN_FIELDS = ['jid', 'node', 'service', 'device_id', 'to'];

/** Publish-options beyond service and device. */
export const RUN_OPTION_FIELDS = templateOf('enable').fields.filter(
  (field) => !OWN_FIELDS.includes(field.name),
);

export const useRunFormStore = defineStore('run-form', () => {
  const sessions = useSessionsStore();
  const practice = usePracticeStore();

  const fields = reactive(restoreFields(BLANK, readKept('run')));
  const options = ref<TemplateValues>({});

  watch(fields, () => keep('run', { ...fields, peer: PEER_AUTO }));

  const onPractice = computed(() => sessions.active !== null && practice.owns(sessions.active));
  const deviceId = computed(() => {
    const typed = fields.deviceId.trim();
    return typed === '' && onPractice.value ? PRACTICE_TOKEN : typed;
  });

  const needsSecond = computed(() => ['rotation', 'second-device'].includes(fields.procedure));
  const secondDeviceId = computed(() => {
    const typed = fields.secondDeviceId.trim();
    return typed === '' && onPractice.value ? SECOND_PRACTICE_TOKEN : typed;
  });
  const secondProblem = computed(() => {
    if (!needsSecond.value) return '';
    if (secondDeviceId.value === '') return 'This procedure needs a second token.';
    return secondDeviceId.value === deviceId.value ? 'The two tokens are the same.' : '';
  });

  /** Sessions of other accounts that could send the message of the proof. */
  const peers = computed(() =>
    sessions.online.filter(
      (session) =>
        sessions.active !== null && toBareJid(session.jid) !== toBareJid(sessions.active.jid),
    ),
  );
  const peer = computed(() => {
    if (fields.peer === PEER_NONE) return null;
    const chosen = peers.value.find((session) => session.id === fields.peer);
    return chosen ?? peers.value[0] ?? null;
  });

  const values = computed<TemplateValues>(() => ({
    ...options.value,
    service: fields.pushService,
    device_id: deviceId.value,
    // Blank means that the preflight or a fresh name fills it.
    jid: fields.pubsubJid.trim() || 'filled.later',
    node: fields.node.trim() || 'filled-later',
  }));

  const remarks = computed<Readonly<Record<string, FieldProblem>>>(() => {
    const found = templateOf('enable').fields.map((field) =>
      validateField(field, values.value[field.name], values.value),
    );
    return Object.fromEntries(
      found.flatMap((problem) => (problem === null ? [] : [[problem.field, problem]])),
    );
  });

  const mongoosePushProblem = computed(() =>
    originOf(fields.mongoosePushUrl) === null
      ? 'This is no web address. It looks like https://push.example.org:8443.'
      : '',
  );
  const valid = computed(
    () =>
      mongoosePushProblem.value === '' &&
      secondProblem.value === '' &&
      !Object.values(remarks.value).some((remark) => remark.severity === 'error'),
  );

  const parameters = computed<RunParameters | null>(() =>
    sessions.active === null
      ? null
      : {
          procedure: fields.procedure as ProcedureId,
          secondDeviceId: secondDeviceId.value,
          flow: fields.flow as FlowChoice,
          sessionId: sessions.active.id,
          pubsubJid: fields.pubsubJid.trim(),
          node: fields.node.trim(),
          pushService: fields.pushService as PushServiceName,
          deviceId: deviceId.value,
          options: toOptions(options.value),
          peerSessionId: peer.value?.id ?? null,
          awayMode: fields.awayMode as AwayMode,
          keep: fields.keepAfter,
          probe: fields.probe,
          mongoosePushUrl: originOf(fields.mongoosePushUrl) ?? '',
          timeoutMs: STEP_TIMEOUT_MS,
        },
  );

  /** Fills in what makes a misconfiguration of the practice server show. */
  function tryPlant(id: PracticePlantId): void {
    const { run }: PracticePlantKind = plantOf(id);
    const less = practice.practice?.virtualHost ?? '';
    Object.assign(fields, {
      ...BLANK,
      flow: run.flow,
      pubsubJid: run.flow === 'less' ? less : '',
      node: run.node ?? '',
      pushService: run.pushService ?? BLANK.pushService,
      deviceId: run.deviceId ?? '',
      probe: run.probe ?? false,
    });
  }

  function setOption(name: string, value: string | readonly string[]): void {
    options.value = { ...options.value, [name]: value };
  }

  return {
    ...toRefs(fields),
    options,
    onPractice,
    practiceToken: PRACTICE_TOKEN,
    peers,
    peerSession: peer,
    remarks,
    mongoosePushProblem,
    needsSecond,
    secondProblem,
    secondPracticeToken: SECOND_PRACTICE_TOKEN,
    tryPlant,
    valid,
    parameters,
    setOption,
  };
});

/** Scheme, host and port of a web address; empty for none, null when it is no web address. */
function originOf(text: string): string | null {
  const typed = text.trim();
  if (typed === '') return '';
  const url = URL.canParse(typed) ? new URL(typed) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url.origin : null;
}

/** Known options by name, and the free `name=value` lines among them; blank ones are left out. */
function toOptions(values: TemplateValues): Readonly<Record<string, string>> {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [{ name, value }]
      : value.filter((line) => line.trim() !== '').map(readPair),
  );
  return Object.fromEntries(
    pairs.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]),
  );
}
