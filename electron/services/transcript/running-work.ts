/** Long work on its way: what it tells, and how it is cancelled. */
import { fail, ok, type Result } from '#shared/contract/result.ts';

/** Whoever watches work. */
export interface Watching<Progress> {
  /** Ends the work. */
  readonly signal: AbortSignal;
  /** Told now and then. */
  onProgress(progress: Progress): void;
}

/** Work by the id that whoever asked gave it. */
export interface RunningWork<Progress> {
  /**
   * Does some.
   * @param id undefined for work that nobody watches
   */
  run<Value>(
    id: string | undefined,
    work: (watching: Watching<Progress>) => Promise<Value>,
  ): Promise<Value>;
  /** Fails with `not-found` when there is none of that id. */
  cancel(id: string): Result<null>;
  /** Cancels all. Resolves when it has come to its end. */
  dispose(): Promise<void>;
}

interface Running {
  readonly id: string | undefined;
  readonly controller: AbortController;
  readonly done: Promise<unknown>;
}

/** Creates the list, which is empty. @param tell told how far the work of an id is */
export function createRunningWork<Progress>(
  tell: (id: string, progress: Progress) => void,
): RunningWork<Progress> {
  const running = new Set<Running>();
  return {
    async run(id, work) {
      const controller = new AbortController();
      const done = work({
        signal: controller.signal,
        onProgress(progress) {
          if (id !== undefined) tell(id, progress);
        },
      });
      const one: Running = { id, controller, done };
      running.add(one);
      try {
        return await done;
      } finally {
        running.delete(one);
      }
    },
    cancel(id) {
      const found = [...running].find((one) => one.id === id);
      if (found === undefined) return fail(NO_SUCH_WORK);
      found.controller.abort();
      return ok(null);
    },
    async dispose() {
      for (const { controller } of running) controller.abort();
      await Promise.allSettled([...running].map(({ done }) => done));
    },
  };
}

const NO_SUCH_WORK = {
  code: 'not-found',
  what: 'There is nothing to cancel.',
  why: 'It has ended.',
};
