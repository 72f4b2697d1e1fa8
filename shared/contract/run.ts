/** Runs and their steps as hosts and the renderer see them. */
import type { ExchangeOutcome } from './exchange.ts';

/** PubSub-full, with a node of one's own, or PubSub-less, with a virtual host. */
export type Flow = 'full' | 'less';

/** What a user can choose; `auto` lets the preflight decide. */
export const FLOW_CHOICES = ['full', 'less', 'auto'] as const satisfies readonly (Flow | 'auto')[];

/** One of {@link FLOW_CHOICES}. */
export type FlowChoice = (typeof FLOW_CHOICES)[number];

/** Services that MongoosePush delivers to. */
export const PUSH_SERVICES = ['apns', 'fcm'] as const;

/** One of {@link PUSH_SERVICES}. */
export type PushServiceName = (typeof PUSH_SERVICES)[number];

/** How the receiver goes away before the proof. */
export const AWAY_MODES = [
  'unavailable',
  'negative-priority',
  'close',
  /** The socket is reset (RST), as a crashed phone's is. */
  'drop',
  /** The socket stays open and nothing is read from it any more, as of a phone without coverage. */
  'silent',
  /** XEP-0352 `<inactive/>`. */
  'inactive',
] as const;

/** One of {@link AWAY_MODES}. */
export type AwayMode = (typeof AWAY_MODES)[number];

/** What a run can do. */
export const PROCEDURE_IDS = [
  'check',
  'checklist',
  'rotation',
  'second-device',
  'teardown',
] as const;

/** One of {@link PROCEDURE_IDS}. */
export type ProcedureId = (typeof PROCEDURE_IDS)[number];

/** What a run works with. */
export interface RunParameters {
  /** Left out: `check`. */
  readonly procedure?: ProcedureId | undefined;
  /** The new token of a rotation, or the token of the second device. */
  readonly secondDeviceId?: string | undefined;
  readonly flow: FlowChoice;
  /** The session whose account gets the pushes. */
  readonly sessionId: string;
  /** JID of the pubsub service, or of the virtual host for PubSub-less; empty: the preflight finds it. */
  readonly pubsubJid: string;
  /** Node name; empty: a fresh one, never the token (names are public in disco#items). */
  readonly node: string;
  readonly pushService: PushServiceName;
  readonly deviceId: string;
  /** Further publish-options by name; blank ones are left out. */
  readonly options: Readonly<Record<string, string>>;
  /** A second session that sends the message of the proof; null: the proof is skipped and says why. */
  readonly peerSessionId: string | null;
  readonly awayMode: AwayMode;
  /** Leave node and registration in place at the end. */
  readonly keep: boolean;
  /**
   * Publish to the node oneself before the proof, so that the error which otherwise only the server gets
   * comes to this session. It sends a real notification to the device. PubSub-full only.
   */
  readonly probe?: boolean | undefined;
  /** Origin of the MongoosePush in use, `https://push.example.org:8443`, whose health is asked; empty for unknown. */
  readonly mongoosePushUrl?: string | undefined;
  /** Milliseconds to wait for each answer. */
  readonly timeoutMs: number;
}

/** All steps there are; which of them a run has, and in which order, its procedure says. */
export const STEP_IDS = [
  'preflight',
  'create',
  'affiliation',
  'enable',
  'rotate',
  'create-2',
  'affiliation-2',
  'enable-2',
  'probe',
  'proof',
  'disable',
  'disable-2',
  'disable-all',
  'delete',
  'delete-2',
] as const;

/** One of {@link STEP_IDS}. */
export type StepId = (typeof STEP_IDS)[number];

/** `sent` from the first stanza of the step to its end. */
export type StepState = 'waiting' | 'sent' | 'passed' | 'failed' | 'skipped';

/** What an answer proves. Four lines, always all of them. */
export interface Verdict {
  /** One short line for the step's row. */
  readonly headline: string;
  readonly proved: string;
  readonly notProved: string;
  readonly whoKnows: string;
  readonly next: string;
  /** The likeliest cause, where it is a known one. */
  readonly explanation?: VerdictExplanation;
}

/** What a known cause says about one answer, and how to make sure of it. */
export interface VerdictExplanation {
  /** Names the entry of the catalogue. */
  readonly id: string;
  readonly cause: string;
  /** Server versions it is known for, in words. */
  readonly versions: string;
  /** What to look at in the server's configuration; null where no setting decides. */
  readonly check: { readonly section: string; readonly option: string | null } | null;
  /** A stanza that would confirm it; null where none can. */
  readonly confirm: { readonly words: string; readonly xml: string } | null;
}

/** A request of a step with its answer; a step may have several (the preflight has). */
export interface StepExchange {
  readonly exchangeId: string;
  readonly label: string;
  readonly requestSeq: number;
  readonly answerSeq: number | null;
  readonly latencyMs: number | null;
  /** Exact text sent, credentials masked. */
  readonly requestXml: string;
  readonly answerXml: string;
  readonly outcome: ExchangeOutcome | null;
}

/** A fact a step found, mostly the preflight, with the exchange that shows it. */
export interface PreflightFact {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly tone: 'good' | 'attention' | 'bad' | 'neutral';
  readonly exchangeId: string | null;
}

/** How far what was seen leaves room for another cause. */
export type DiagnosisSureness =
  /** Nothing else explains what was seen. */
  | 'certain'
  /** The best explanation; others are left. */
  | 'likely'
  /** Cannot be ruled out. */
  | 'possible';

/** A cause of a failed run, or of a failure to come. */
export interface Diagnosis {
  /** Names the rule that found it: `flat-node`. */
  readonly id: string;
  /** What is wrong, one short sentence. */
  readonly title: string;
  readonly sure: DiagnosisSureness;
  /** What speaks for it, a sentence each. */
  readonly because: readonly string[];
  /** Exchanges of the run that show it. */
  readonly exchangeIds: readonly string[];
  /** What to do, one or two sentences. */
  readonly next: string;
}

/** One step of a run as it stands. */
export interface StepSnapshot {
  readonly id: StepId;
  readonly title: string;
  readonly state: StepState;
  readonly exchanges: readonly StepExchange[];
  readonly latencyMs: number | null;
  readonly facts: readonly PreflightFact[];
  readonly verdict: Verdict | null;
  /** Why it was skipped, or what it is waiting for; empty otherwise. */
  readonly note: string;
  /** The user wants it left out when its turn comes. */
  readonly leaveOut?: boolean;
  /** What the user wrote to be sent in place of the procedure's stanza. */
  readonly editedXml?: string;
}

/** `paused` between two steps, when some have run and some wait. */
export type RunState = 'ready' | 'running' | 'paused' | 'passed' | 'failed' | 'cancelled';

/** One run as it stands. */
export interface RunSnapshot {
  readonly id: string;
  readonly state: RunState;
  /** The flow chosen, once the preflight has decided. */
  readonly flow: Flow | null;
  readonly parameters: RunParameters;
  /** The values in use after the preflight filled the blanks. */
  readonly resolved: {
    readonly pubsubJid: string;
    readonly node: string;
    /** What the server calls itself, once it has told. */
    readonly serverName?: string;
  };
  readonly steps: readonly StepSnapshot[];
  readonly push: { readonly received: boolean; readonly latencyMs: number | null } | null;
  /** What is wrong, best explanation first; found whenever the run stops. */
  readonly diagnoses: readonly Diagnosis[];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string | null;
}
