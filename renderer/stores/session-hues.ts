/** The colour of each session's rows: also of sessions taken off the list, and of reopened recordings. */
import { defineStore } from 'pinia';
import { SESSION_HUES } from '#shared/contract/session.ts';
import { useSessionsStore } from './sessions.ts';

export const useSessionHuesStore = defineStore('session-hues', () => {
  const sessions = useSessionsStore();
  /** Not reactive: a hue, once given, does not change. */
  const given = new Map<string, number>();

  /** @returns null for entries that belong to no session */
  function hueOf(sessionId: string): number | null {
    if (sessionId === '') return null;
    const hue = sessions.find(sessionId)?.hue ?? given.get(sessionId) ?? given.size % SESSION_HUES;
    given.set(sessionId, hue);
    return hue;
  }

  return { hueOf };
});
