/** What a fresh draft starts with: the template's defaults, and what the last run found out. */
import type { TemplateValues } from '#shared/templates/fields.ts';
import { defaultValues, type Template } from '#shared/templates/template.ts';
import { usePracticeStore } from './practice.ts';
import { useRunsStore } from './runs.ts';
import { useSessionsStore } from './sessions.ts';

/** Templates whose `to` is a pubsub service. */
const TO_PUBSUB = ['create-node', 'get-affiliations', 'set-affiliation', 'delete-node'];

/** @returns values for all fields of the template that something is known of */
export function startValues(template: Template): TemplateValues {
  const sessions = useSessionsStore();
  const practice = usePracticeStore();
  const run = useRunsStore().current;
  const known: Record<string, string> = {};
  const onPractice = sessions.active !== null && practice.owns(sessions.active);
  const found = run?.resolved.pubsubJid ?? '';
  const practised = onPractice ? (practice.practice?.pubsubJid ?? '') : '';
  const pubsubJid = found === '' ? practised : found;
  if (pubsubJid !== '') {
    if (TO_PUBSUB.includes(template.id)) known['to'] = pubsubJid;
    known['jid'] = pubsubJid;
  }
  if (run !== null && run.resolved.node !== '') known['node'] = run.resolved.node;
  if (template.id === 'enable' && run !== null) {
    known['service'] = run.parameters.pushService;
    known['device_id'] = run.parameters.deviceId;
  }
  if (template.id === 'set-affiliation') known['jid'] = sessions.active?.domain ?? '';
  const fields = template.fields.map((field) => field.name);
  const usable = Object.entries(known).filter(([name]) => fields.includes(name));
  return { ...defaultValues(template), ...Object.fromEntries(usable) };
}
