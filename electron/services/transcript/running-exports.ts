/** Exports on their way: what they tell, and how they are cancelled. */
import type { ExportProgress } from '#shared/contract/channels.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { EventHub } from '../event-hub.ts';
import type { ExportRequest } from './export.ts';

/** Exports by the id that whoever asked gave them. */
export interface RunningExports {
  /**
   * Does an export's work.
   * @param exportId undefined for one that nobody watches
   */
  run<Value>(
    exportId: string | undefined,
    work: (watch: Pick<ExportRequest, 'signal' | 'onProgress'>) => Promise<Value>,
  ): Promise<Value>;
  /** Fails with `not-found` when there is none of that id. */
  cancel(exportId: string): Result<null>;
  /** Cancels all. Resolves when they have come to their end. */
  dispose(): Promise<void>;
}

interface RunningExport {
  readonly exportId: string | undefined;
  readonly controller: AbortController;
  readonly done: Promise<unknown>;
}

/** Creates the list, which is empty. */
export function createRunningExports(events: Pick<EventHub, 'publish'>): RunningExports {
  const running = new Set<RunningExport>();
  return {
    async run(exportId, work) {
      const controller = new AbortController();
      const done = work({
        signal: controller.signal,
        onProgress(progress: Omit<ExportProgress, 'exportId'>) {
          if (exportId !== undefined)
            events.publish('export.progressed', { exportId, ...progress });
        },
      });
      const one: RunningExport = { exportId, controller, done };
      running.add(one);
      try {
        return await done;
      } finally {
        running.delete(one);
      }
    },
    cancel(exportId) {
      const found = [...running].find((one) => one.exportId === exportId);
      if (found === undefined) return fail(NO_SUCH_EXPORT);
      found.controller.abort();
      return ok(null);
    },
    async dispose() {
      for (const { controller } of running) controller.abort();
      await Promise.allSettled([...running].map(({ done }) => done));
    },
  };
}

const NO_SUCH_EXPORT = {
  code: 'not-found',
  what: 'There is no such export.',
  why: 'It has ended.',
};
