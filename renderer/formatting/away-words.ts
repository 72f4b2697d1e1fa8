/** The manners of going away: what each is, and what the server makes of it (facts 5.2). */
import type { AwayMode } from '#shared/contract/run.ts';

interface AwayWords {
  readonly label: string;
  /** Whether pushes are sent then, one sentence. */
  readonly consequence: string;
}

export const AWAY_WORDS: Readonly<Record<AwayMode, AwayWords>> = {
  unavailable: {
    label: 'unavailable presence',
    consequence: 'The stream stays open and counts as offline: pushes are sent.',
  },
  'negative-priority': {
    label: 'negative priority',
    consequence: 'Connected, but not for messages. Counts as offline: pushes are sent.',
  },
  close: {
    label: 'closing the stream',
    consequence: 'A clean end. Counts as offline at once: pushes are sent.',
  },
  drop: {
    label: 'resetting the connection',
    consequence:
      'As a crashed phone. Offline once noticed; with stream management online for ten minutes more.',
  },
  silent: {
    label: 'reading nothing more',
    consequence:
      'As a phone without coverage. Counts as online until the server notices: no push until then.',
  },
  inactive: {
    label: 'client state inactive',
    consequence: 'CSI does not matter to push: the session counts as online, and no push is sent.',
  },
};
