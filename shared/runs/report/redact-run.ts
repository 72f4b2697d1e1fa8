/** Makes a run fit to be given away: stanzas on the parsed tree, and the texts that were made of them. */
import type {
  Diagnosis,
  RunSnapshot,
  StepExchange,
  StepSnapshot,
  Verdict,
} from '../../contract/run.ts';
import { NO_SUMMARY, type WireEntry } from '../../transcript/entry.ts';
import type { Redactor } from '../../transcript/redact.ts';

/** Redacts verdicts, notes and titles: they name accounts and nodes. */
export function redactStepTexts(step: StepSnapshot, text: Redactor['redactText']): StepSnapshot {
  // What was edited stands among the exchanges once it was sent.
  const { title, note, verdict, editedXml: _edited, ...plain } = step;
  return {
    ...plain,
    title: text(title),
    note: text(note),
    verdict: verdict === null ? null : redactVerdict(verdict, text),
  };
}

/** Redacts a whole run, stanzas and parameters included. */
export function redactRun(run: RunSnapshot, redactor: Redactor): RunSnapshot {
  // Stanzas first: what is found to be a name there must be hidden in the texts as well.
  const exchanges = new Map(
    run.steps.map(({ id, exchanges: own }) => [
      id,
      own.map((one) => redactExchange(one, redactor)),
    ]),
  );
  const text = redactor.redactText;
  const { parameters, resolved } = run;
  return {
    ...run,
    parameters: {
      ...parameters,
      pubsubJid: text(parameters.pubsubJid),
      node: text(parameters.node),
      deviceId: text(parameters.deviceId),
      options: Object.fromEntries(
        Object.entries(parameters.options).map(([name, value]) => [name, text(value)]),
      ),
      mongoosePushUrl: text(parameters.mongoosePushUrl ?? ''),
    },
    resolved: { ...resolved, pubsubJid: text(resolved.pubsubJid), node: text(resolved.node) },
    steps: run.steps.map((step) => ({
      ...redactStepTexts(step, text),
      exchanges: exchanges.get(step.id) ?? [],
      facts: step.facts.map((fact) => ({ ...fact, value: text(fact.value) })),
    })),
    diagnoses: run.diagnoses.map((one) => redactDiagnosis(one, text)),
  };
}

function redactDiagnosis(diagnosis: Diagnosis, text: Redactor['redactText']): Diagnosis {
  const { title, because, next } = diagnosis;
  return { ...diagnosis, title: text(title), because: because.map(text), next: text(next) };
}

/** Without the explanation: its confirming stanza holds addresses, and Help has it all. */
function redactVerdict(verdict: Verdict, text: Redactor['redactText']): Verdict {
  return {
    headline: text(verdict.headline),
    proved: text(verdict.proved),
    notProved: text(verdict.notProved),
    whoKnows: text(verdict.whoKnows),
    next: text(verdict.next),
  };
}

function redactExchange(exchange: StepExchange, redactor: Redactor): StepExchange {
  const { label, outcome } = exchange;
  return {
    ...exchange,
    requestXml: redactStanza(exchange.requestXml, redactor),
    answerXml: redactStanza(exchange.answerXml, redactor),
    label: redactor.redactText(label),
    outcome:
      outcome?.kind === 'error'
        ? { ...outcome, error: { ...outcome.error, text: redactor.redactText(outcome.error.text) } }
        : outcome,
  };
}

function redactStanza(xml: string, redactor: Redactor): string {
  return xml === '' ? '' : redactor.redactEntry({ ...STANZA, xml }).entry.xml;
}

const STANZA: WireEntry = {
  ...NO_SUMMARY,
  ...{ seq: 0, sessionId: '', sessionName: '', time: '', monotonicMs: 0, bytes: 0, text: '' },
  ...{ direction: 'out', kind: 'stanza', replyTo: null, latencyMs: null, relation: null },
  ...{ runId: null, stepId: null, xml: '', masked: false },
};
