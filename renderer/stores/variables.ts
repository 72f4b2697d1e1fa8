/** Values of the variables that drafts may hold: of the session, of the run, and the user's own by profile. */
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { isSecretName, readVariables } from '#shared/templates/variables.ts';
import { formatBareJid, parseJid } from '#shared/xmpp/jid.ts';
import { keep, readKept } from './kept-state.ts';
import { usePracticeStore } from './practice.ts';
import { useRunFormStore } from './run-form.ts';
import { useRunsStore } from './runs.ts';
import { useSessionsStore } from './sessions.ts';

export const useVariablesStore = defineStore('variables', () => {
  const sessions = useSessionsStore();
  const runs = useRunsStore();
  const practice = usePracticeStore();
  const form = useRunFormStore();

  /** Lines of `name=value` by profile; what looks like a credential lives as long as the window. */
  const linesByProfile = ref<Readonly<Record<string, string>>>(readLines());

  const profile = computed(() => sessions.active?.profileId ?? sessions.active?.jid ?? '');
  const lines = computed({
    get: () => linesByProfile.value[profile.value] ?? '',
    set: (typed: string) => {
      linesByProfile.value = { ...linesByProfile.value, [profile.value]: typed };
    },
  });
  watch(linesByProfile, (all) => keep('variables', withoutSecrets(all)));

  /** Known without the user; blank ones have no value. */
  const given = computed<ReadonlyMap<string, string>>(() => {
    const session = sessions.active;
    const jid = parseJid(session?.boundJid ?? session?.jid ?? '');
    const run = runs.current;
    const onPractice = session !== null && practice.owns(session);
    const found = run?.resolved.pubsubJid ?? '';
    const practised = onPractice ? (practice.practice?.pubsubJid ?? '') : '';
    const pairs: [string, string][] = [
      ['jid.full', session?.boundJid ?? ''],
      ['jid.bare', jid === null ? '' : formatBareJid(jid)],
      ['jid.local', jid?.local ?? ''],
      ['jid.domain', jid?.domain ?? ''],
      ['jid.resource', jid?.resource ?? ''],
      ['pubsub', found === '' ? practised : found],
      ['node', run?.resolved.node ?? ''],
      ['token', run?.parameters.deviceId ?? form.parameters?.deviceId ?? ''],
    ];
    return new Map(pairs.filter(([, value]) => value !== ''));
  });

  /** One's own come before those that are given. */
  const values = computed<ReadonlyMap<string, string>>(
    () => new Map([...given.value, ...readVariables(lines.value)]),
  );

  return { lines, given, values };
});

function readLines(): Readonly<Record<string, string>> {
  const kept = readKept('variables');
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function withoutSecrets(all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(all).map(([profile, lines]) => [
      profile,
      lines
        .split('\n')
        .filter((line) => !isSecretName(line.split('=')[0] ?? ''))
        .join('\n'),
    ]),
  );
}
