/** What failed last: a step of a run, or a session. The status bar says it and leads there. */
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { describeFailure } from '#renderer/formatting/failure-words.ts';
import { usePlacesStore } from './places.ts';
import { useRunsStore } from './runs.ts';
import { useSessionsStore } from './sessions.ts';

interface LastFailure {
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
  readonly show: () => void;
}

export const useLastFailureStore = defineStore('last-failure', () => {
  const runs = useRunsStore();
  const sessions = useSessionsStore();
  const places = usePlacesStore();

  const last = computed<LastFailure | null>(() => {
    const found = [ofRuns(), ofSessions()].filter((failure) => failure !== null);
    return found.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1) ?? null;
  });

  function ofRuns(): LastFailure | null {
    const failure = runs.lastFailure;
    if (failure === null) return null;
    const { run, step } = failure;
    return {
      text: step.title,
      at: run.endedAt ?? run.startedAt,
      show: () => {
        sessions.activate(run.parameters.sessionId);
        runs.show(run.id);
        places.go('run');
      },
    };
  }

  function ofSessions(): LastFailure | null {
    const failed = sessions.sessions.flatMap(({ failure, ...session }) =>
      failure === null ? [] : [{ ...session, failure }],
    );
    const newest = failed.toSorted((a, b) => a.changedAt.localeCompare(b.changedAt)).at(-1);
    if (newest === undefined) return null;
    const { id, name, changedAt, failure } = newest;
    return {
      text: `${name}: ${describeFailure(failure)}`,
      at: changedAt,
      show: () => {
        sessions.activate(id);
        places.go('session');
      },
    };
  }

  return { last };
});
