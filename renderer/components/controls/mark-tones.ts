/** The meanings a mark can have, and the sign of each. */
import type { LedgerState } from '#shared/contract/ledger.ts';
import type { SessionSnapshot, SessionState } from '#shared/contract/session.ts';
import type { RunState, StepState } from '#shared/contract/run.ts';
import type { ShownRung } from '#shared/explain/connection-ladder.ts';

export type MarkTone = 'passed' | 'attention' | 'failed' | 'pending' | 'idle';

interface Sign {
  readonly ring: 'full' | 'hollow' | 'dashed' | 'none';
  readonly path: string;
}

export const SIGNS: Readonly<Record<MarkTone, Sign>> = {
  passed: { ring: 'full', path: 'M5 8.3l2.1 2.1L11 6' },
  attention: { ring: 'none', path: 'M8 2.2l6.3 11.2H1.7zM8 6.4v3M8 11.3v.1' },
  failed: { ring: 'full', path: 'M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6' },
  pending: { ring: 'dashed', path: 'M8 5.4V8l1.7 1.2' },
  idle: { ring: 'hollow', path: '' },
};

/** Sign and word of a session; the word is the state's own name, unless it is away or waits to connect again. */
export function markOfSession(session: SessionSnapshot): { tone: MarkTone; word: string } {
  if (session.reconnect !== null) return { tone: 'pending', word: 'reconnecting' };
  if (session.away !== null) return { tone: 'attention', word: 'away' };
  return { tone: toneOfSession(session.state, session.failure !== null), word: session.state };
}

function toneOfSession(state: SessionState, failed: boolean): MarkTone {
  switch (state) {
    case 'online':
      return 'passed';
    case 'offline':
      return failed ? 'failed' : 'idle';
    case 'connecting':
    case 'secured':
    case 'authenticated':
    case 'bound':
    case 'closing':
      return 'pending';
    default:
      return state satisfies never;
  }
}

const STEP_TONES: Readonly<Record<StepState, MarkTone>> = {
  waiting: 'idle',
  sent: 'pending',
  passed: 'passed',
  failed: 'failed',
  skipped: 'attention',
};

/** Sign of a step's state. */
export function toneOfStep(state: StepState): MarkTone {
  return STEP_TONES[state];
}

const RUN_TONES: Readonly<Record<RunState, MarkTone>> = {
  ready: 'idle',
  running: 'pending',
  paused: 'attention',
  passed: 'passed',
  failed: 'failed',
  cancelled: 'attention',
};

/** Sign of a run's state. */
export function toneOfRun(state: RunState): MarkTone {
  return RUN_TONES[state];
}

const RUNG_TONES: Readonly<Record<ShownRung['state'], MarkTone>> = {
  done: 'passed',
  active: 'pending',
  failed: 'failed',
  unreached: 'idle',
};

/** Sign of a rung of the connection ladder. */
export function toneOfRung(state: ShownRung['state']): MarkTone {
  return RUNG_TONES[state];
}

const REGISTRATIONS: Readonly<Record<LedgerState, { tone: MarkTone; word: string }>> = {
  stored: { tone: 'pending', word: 'stored' },
  proven: { tone: 'passed', word: 'proven' },
  disabled: { tone: 'idle', word: 'disabled' },
  removed: { tone: 'attention', word: 'dropped?' },
};

/** Sign of a registration's state. */
export function toneOfRegistration(state: LedgerState): MarkTone {
  return REGISTRATIONS[state].tone;
}

/** Its word: nobody tells for sure that a server dropped one. */
export function wordOfRegistration(state: LedgerState): string {
  return REGISTRATIONS[state].word;
}
