/** What every export says besides its entries. */
import type { RunSnapshot } from '../../contract/run.ts';
import type { SessionSnapshot } from '../../contract/session.ts';
import type { Redactor } from '../redact.ts';
import type { RedactionProfile } from '../redaction/classes.ts';

/** The head of a transcript. All texts in it are redacted already. */
export interface TranscriptHeader {
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly recording: { readonly name: string; readonly startedAt: string };
  readonly sessions: readonly TranscriptSession[];
  readonly redaction: { readonly profile: RedactionProfile; readonly rules: number };
  /**
   * The query in force, in the query language, and how many of how many entries it found; without `query`
   * all of them. Files of old say it otherwise, which no reader asks for.
   */
  readonly filter: { readonly query?: string };
  readonly entries: number;
  readonly total: number;
}

/** Facts of one session, redacted. */
export interface TranscriptSession {
  readonly name: string;
  readonly jid: string;
  readonly transport: string | null;
  readonly tls: string | null;
  readonly mechanism: string | null;
  readonly sessionIq: string | null;
}

/** The end of a transcript. */
export interface TranscriptFooter {
  readonly entries: number;
  /** Entries that were never recorded because the disk failed, or went because of the size limit. */
  readonly dropped: number;
  /** Entries whose text could not be parsed and was left out. */
  readonly unparsed: number;
  /** Replaced values by class. */
  readonly redactions: Readonly<Record<string, number>>;
  /** The file is only there when no value was found. */
  readonly leakCheck: { readonly values: number; readonly unchecked: number };
}

/** A run as far as a transcript tells it. */
export type TranscriptRun = Pick<RunSnapshot, 'id' | 'flow' | 'state' | 'steps' | 'push'>;

/** Reads what a transcript tells of a session. */
export function toTranscriptSession(
  session: SessionSnapshot,
  redactor: Pick<Redactor, 'redactJid' | 'redactSessionName'>,
): TranscriptSession {
  const { transport, tls, mechanism, sessionIq } = session.facts;
  return {
    name: redactor.redactSessionName(session.name),
    jid: redactor.redactJid(session.boundJid ?? session.jid),
    transport,
    tls: tls === null ? null : `${tls.protocol}, ${tls.cipher}, trust: ${tls.trust}`,
    mechanism,
    sessionIq,
  };
}
