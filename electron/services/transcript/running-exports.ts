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
  /** Cancels all. */
  dispose(): void;
}

/** Creates the list, which is empty. */
export function createRunningExports(events: Pick<EventHub, 'publish'>): RunningExports {
  const running = new Map<string, AbortController>();
  return {
    async run(exportId, work) {
      if (exportId === undefined) return work({});
      const controller = new AbortController();
      running.set(exportId, controller);
      try {
        return await work({
          signal: controller.signal,
          onProgress: (progress: Omit<ExportProgress, 'exportId'>) =>
            events.publish('export.progressed', { exportId, ...progress }),
        });
      } finally {
        running.delete(exportId);
      }
    },
    cancel(exportId) {
      const controller = running.get(exportId);
      if (controller === undefined) return fail(NO_SUCH_EXPORT);
      controller.abort();
      return ok(null);
    },
    dispose() {
      for (const controller of running.values()) controller.abort();
    },
  };
}

const NO_SUCH_EXPORT = {
  code: 'not-found',
  what: 'There is no such export.',
  why: 'It has ended.',
};
