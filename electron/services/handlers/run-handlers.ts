/** Requests about runs, and about what they and others registered. */
import { ok } from '#shared/contract/result.ts';
import { saveRunReport } from '../runs/save-report.ts';
import type { Handlers } from '../request-handlers.ts';

/** Answers `run.*` and `ledger.*`. */
export const runHandlers: Handlers<
  | 'ledger.list'
  | 'ledger.forget'
  | 'run.list'
  | 'run.create'
  | 'run.advance'
  | 'run.pause'
  | 'run.cancel'
  | 'run.retry'
  | 'run.report'
  | 'run.leave-out'
  | 'run.draft'
  | 'run.edit'
  | 'run.repeat'
> = {
  'ledger.list': ({ ledger }) => ok(ledger.list()),
  'ledger.forget': ({ ledger }, { id }) => ledger.forget(id),
  'run.list': ({ runs }) => ok(runs.list()),
  'run.create': ({ runs }, parameters) => runs.create(parameters),
  'run.advance': ({ runs }, { runId, mode }) => runs.advance(runId, mode),
  'run.pause': ({ runs }, { runId }) => runs.pause(runId),
  'run.cancel': ({ runs }, { runId }) => runs.cancel(runId),
  'run.leave-out': ({ runs }, { runId, stepId, leaveOut }) =>
    runs.leaveOut(runId, stepId, leaveOut),
  'run.draft': ({ runs }, { runId, stepId }) => runs.draft(runId, stepId),
  'run.edit': ({ runs }, { runId, stepId, xml }) => runs.edit(runId, stepId, xml),
  'run.repeat': ({ runs }, { runId, stepId }) => runs.repeat(runId, stepId),
  'run.report': async (services, { runId }) => {
    const path = await services.platform.chooseTarget(`push-check-${runId}.html`);
    return path === null ? ok(null) : saveRunReport(services, runId, path);
  },
  'run.retry': ({ runs }, { runId, stepId, parameters }) => runs.retry(runId, stepId, parameters),
};
