/** Drafts by template, and what became of the last one sent. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import type { Problem } from '#shared/contract/result.ts';
import { applyFix } from '#shared/lint/apply-fix.ts';
import type { Finding } from '#shared/lint/finding.ts';
import { lintFilled } from '#shared/lint/lint-filled.ts';
import { recognizeTemplate, templateOf } from '#shared/templates/catalogue.ts';
import { parseXml } from '#shared/xml/parse.ts';
import type { FieldProblem, TemplateValues } from '#shared/templates/fields.ts';
import { fillPlain, fillVariables } from '#shared/templates/variables.ts';
import { type Template, type TemplateId, validateTemplate } from '#shared/templates/template.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import {
  type Draft,
  draftFromValues,
  type TemplateDraft,
  textToSend,
  withValue,
  withXml,
} from './draft.ts';
import { type Drafts, keepDrafts, readKeptDrafts } from './draft-keeping.ts';
import { startValues } from './draft-start.ts';
import { useLintContext } from './lint-context.ts';
import { useNoticesStore } from './notices.ts';
import { useSentHistoryStore } from './sent-history.ts';
import { useSessionsStore } from './sessions.ts';
import { useServerFactsStore } from './server-facts.ts';
import { newStanzaId } from './stanza-id.ts';
import { useVariablesStore } from './variables.ts';

const ANSWER_TIMEOUT_MS = 10_000;
/** Larger texts are judged by the server only. */
const MOST_LINTED = 200_000;

/** What became of a draft. */
export interface Sending {
  readonly templateId: TemplateId;
  readonly sessionId: string;
  readonly sessionName: string;
  /** It was no XML, and was sent all the same. */
  readonly broken: boolean;
  /** Bare JID that sent it. */
  readonly account: string;
  /** What its server calls itself; empty when it has not told. */
  readonly software: string;
  /** As it was sent. */
  readonly requestXml: string;
  readonly state: 'waiting' | 'sent' | 'answered' | 'refused';
  readonly exchange: ExchangeSnapshot | null;
  readonly answerXml: string;
  readonly problem: Problem | null;
}

export const useComposeStore = defineStore('compose', () => {
  const sessions = useSessionsStore();
  const kept = readKeptDrafts();

  const templateId = ref<TemplateId>('enable');
  const drafts = shallowRef<Drafts>({});
  const sending = shallowRef<Sending | null>(null);
  /** The user tried to send, so blank required fields are complained about too. */
  const attempted = ref(false);
  /** Id of drafts that are still untouched. */
  const freshId = ref(newStanzaId());
  const sentIds = new Set<string>();
  /** Texts that were opened from elsewhere, where they still are. */
  const opened = new Map<TemplateId, string>();

  const template = computed(() => templateOf(templateId.value));
  const draft = computed<Draft>(() => draftOf(template.value));

  const context = useLintContext(() => draft.value.stanzaId);

  const variables = useVariablesStore();
  /** The draft with values in the places of its variables; it is what is judged and sent. */
  const filled = computed(() => fillVariables(draft.value.xml, variables.values));
  const fieldProblems = computed<readonly FieldProblem[]>(() =>
    draft.value.beyondForm.length > 0
      ? []
      : validateTemplate(template.value, withVariables(draft.value.values, variables.values)),
  );
  const findings = computed<readonly Finding[]>(() =>
    draft.value.xml.trim() === '' || draft.value.xml.length > MOST_LINTED
      ? []
      : lintFilled(draft.value.xml, filled.value, context.value),
  );
  /** A form that is not filled in yet says so in its fields; its XML is not judged before that. */
  const shownFindings = computed(() => {
    const incomplete = fieldProblems.value.some((problem) => problem.severity === 'error');
    return draft.value.byHand || attempted.value || !incomplete ? findings.value : [];
  });
  /** Why it cannot be sent; empty when it can. Wrong is allowed, unreadable is not. */
  const obstacle = computed(() => {
    if (sessions.active?.state !== 'online') return 'No session is online to send from.';
    if (sending.value?.state === 'waiting') return 'The last one still waits for its answer.';
    if (!draft.value.byHand && fieldProblems.value.some((item) => item.severity === 'error')) {
      return 'The form is not complete.';
    }
    const [unknown] = filled.value.unknown;
    if (unknown !== undefined) return `The variable \${${unknown.name}} has no value.`;
    return draft.value.xml.trim() === '' ? 'There is nothing to send.' : '';
  });

  /** An untouched draft follows what runs find out; it is kept from its first change on. */
  function draftOf(of: Template): Draft {
    const fresh = freshDraft(of, freshId.value);
    const text = kept[of.id];
    const untouched = text === undefined || text === '';
    return drafts.value[of.id] ?? (untouched ? fresh : withXml(of, fresh, text));
  }

  /** Tells whether replacing a template's draft would lose something that the user wrote. */
  function holdsWork(id: TemplateId): boolean {
    const { xml, stanzaId } = draftOf(templateOf(id));
    const fresh = freshDraft(templateOf(id), stanzaId);
    return ![fresh.xml, opened.get(id), ''].includes(xml);
  }

  /** Puts a draft from elsewhere in the place of its template's own. */
  function adopt(incoming: TemplateDraft): void {
    opened.set(incoming.templateId, incoming.draft.xml);
    drafts.value = { ...drafts.value, [incoming.templateId]: incoming.draft };
  }

  function put(changed: Draft): void {
    drafts.value = { ...drafts.value, [templateId.value]: changed };
  }

  watch(drafts, (all) => keepDrafts(all));

  function choose(id: TemplateId): void {
    templateId.value = id;
    attempted.value = false;
  }

  const setValue = (name: string, value: string | readonly string[]): void =>
    put(withValue(template.value, draft.value, name, value));

  const setXml = (xml: string): void => put(withXml(template.value, draft.value, xml));

  /** Carries out a finding's correction, and nothing else: the rest of the text stays as it was typed. */
  function fix(finding: Finding): void {
    if (finding.fix === undefined) return;
    setXml(applyFix(draft.value.xml, finding.fix));
    useNoticesStore().announce(`${finding.fix.title}: done.`);
  }

  /** Lets the form write the XML again; what only the XML held is gone. */
  const rebuild = (): void =>
    put(draftFromValues(template.value, draft.value.values, draft.value.stanzaId));

  const startAnew = (): void => {
    freshId.value = newStanzaId();
    put(freshDraft(template.value, freshId.value));
  };

  /** What would be sent now. */
  const outgoing = computed(
    () => fillVariables(textToSend(template.value, draft.value), variables.values).text,
  );

  /** Two stanzas of one id on one stream cannot be told apart by their answers. */
  function renewId(): void {
    if (draft.value.byHand || !sentIds.has(draft.value.stanzaId)) return;
    put(draftFromValues(template.value, draft.value.values, newStanzaId()));
  }

  /**
   * Sends the draft.
   * @param consent to a second id of a request that still waits; to text that is no XML
   */
  async function send(
    consent: { readonly allowDuplicateId?: boolean; readonly evenBroken?: boolean } = {},
  ): Promise<void> {
    attempted.value = true;
    const session = sessions.active;
    if (obstacle.value !== '' || session === null) return;
    renewId();
    sentIds.add(draft.value.stanzaId);
    const requestXml = outgoing.value;
    const typed = draft.value.xml;
    const base = {
      ...{ templateId: templateId.value, requestXml },
      ...{ sessionId: session.id, sessionName: session.name, broken: consent.evenBroken === true },
      account: toBareJid(session.jid),
      software: useServerFactsStore().softwareOf(session.id),
    };
    const settle = (patch: Partial<Sending> & Pick<Sending, 'state'>): void => {
      sending.value = { ...base, exchange: null, answerXml: '', problem: null, ...patch };
    };
    settle({ state: 'waiting' });
    const answer = await request('stanza.send', {
      sessionId: session.id,
      xml: requestXml,
      timeoutMs: ANSWER_TIMEOUT_MS,
      ...consent,
    });
    if (answer.ok && !base.broken) {
      const parsed = parseXml(typed);
      const { title } = parsed.ok ? recognizeTemplate(parsed.element) : template.value;
      useSentHistoryStore().add({
        ...{ xml: typed, title, account: base.account },
        at: new Date().toISOString(),
      });
    }
    if (!answer.ok) {
      settle({ state: 'refused', problem: answer.error });
    } else if (answer.value === null) {
      settle({ state: 'sent' });
    } else {
      const answerXml = await readAnswer(answer.value.answerSeq);
      settle({ state: 'answered', exchange: answer.value, answerXml });
    }
    announce();
  }

  function announce(): void {
    const state = sending.value?.state;
    const outcome = sending.value?.exchange?.outcome?.kind;
    useNoticesStore().announce(
      state === 'answered'
        ? `Answered: ${outcome ?? ''}`
        : state === 'sent'
          ? 'Sent.'
          : 'Not sent.',
    );
  }

  return {
    templateId,
    template,
    draft,
    sending,
    attempted,
    fieldProblems,
    shownFindings,
    obstacle,
    outgoing,
    filled,
    choose,
    holdsWork,
    adopt,
    setValue,
    setXml,
    fix,
    rebuild,
    startAnew,
    send,
  };
});

const freshDraft = (template: Template, stanzaId: string): Draft =>
  draftFromValues(template, startValues(template), stanzaId);

/** The fields as they are sent: a JID may well be a variable. */
function withVariables(
  values: TemplateValues,
  variables: ReadonlyMap<string, string>,
): TemplateValues {
  const fill = (text: string): string => fillPlain(text, variables);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? fill(value) : value.map(fill),
    ]),
  );
}

async function readAnswer(seq: number | null): Promise<string> {
  if (seq === null) return '';
  const recordings = await request('recording.list', {});
  const live = recordings.ok ? recordings.value.find((recording) => recording.live) : undefined;
  if (live === undefined) return '';
  const entry = await request('entry.read', { recordingId: live.id, seq });
  return entry.ok ? entry.value.xml : '';
}
