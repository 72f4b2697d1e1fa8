/** Mirror of the runs, and which one the Run place shows. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { RunParameters, RunSnapshot, StepId, StepSnapshot } from '#shared/contract/run.ts';
import { countOf } from '#renderer/formatting/quantity.ts';
import { prettyText } from '#shared/xml/pretty-text.ts';
import { useNoticesStore } from './notices.ts';

export const useRunsStore = defineStore('runs', () => {
  const runs = shallowRef<readonly RunSnapshot[]>([]);
  const currentId = ref<string | null>(null);

  const current = computed(() => runs.value.find((run) => run.id === currentId.value) ?? null);

  /** The newest failed step of all runs, for the status bar. */
  const lastFailure = computed(() => {
    for (const run of [...runs.value].reverse()) {
      const step = run.steps.find((item) => item.state === 'failed');
      if (step !== undefined) return { run, step };
    }
    return null;
  });

  function apply(run: RunSnapshot): void {
    const before = runs.value.find((item) => item.id === run.id);
    runs.value =
      before === undefined
        ? [...runs.value, run]
        : runs.value.map((item) => (item.id === run.id ? run : item));
    announceChanges(before?.steps ?? [], run);
  }

  async function refresh(): Promise<void> {
    const answer = await request('run.list', {});
    if (!answer.ok) {
      useNoticesStore().showProblem(answer.error);
      return;
    }
    runs.value = answer.value;
    currentId.value ??= answer.value.at(-1)?.id ?? null;
  }

  function show(id: string | null): void {
    currentId.value = id;
  }

  async function create(parameters: RunParameters): Promise<RunSnapshot | null> {
    const run = await settle('run.create', parameters);
    if (run !== null) currentId.value = run.id;
    return run;
  }

  const advance = (runId: string, mode: 'all' | 'step'): Promise<RunSnapshot | null> =>
    settle('run.advance', { runId, mode });

  const pause = (runId: string): Promise<RunSnapshot | null> => settle('run.pause', { runId });

  const cancel = (runId: string): Promise<RunSnapshot | null> => settle('run.cancel', { runId });

  const retry = (
    runId: string,
    stepId: StepId,
    parameters: RunParameters,
  ): Promise<RunSnapshot | null> => settle('run.retry', { runId, stepId, parameters });

  /** Sends nothing: the step is left out when its turn comes. */
  const leaveOut = (runId: string, stepId: StepId, out: boolean): Promise<RunSnapshot | null> =>
    settle('run.leave-out', { runId, stepId, leaveOut: out });

  /** @param xml null for the procedure's own stanza */
  const edit = (runId: string, stepId: StepId, xml: string | null): Promise<RunSnapshot | null> =>
    settle('run.edit', { runId, stepId, xml });

  const repeat = (runId: string, stepId: StepId): Promise<RunSnapshot | null> =>
    settle('run.repeat', { runId, stepId });

  /** The stanza that a step would send, laid out for editing; null where that is not known. */
  async function draftOf(runId: string, stepId: StepId): Promise<string | null> {
    const answer = await request('run.draft', { runId, stepId });
    if (answer.ok) return prettyText(answer.value.xml);
    useNoticesStore().showProblem(answer.error);
    return null;
  }

  async function settle<Name extends RunRequest>(
    name: Name,
    input: Parameters<typeof request<Name>>[1],
  ): Promise<RunSnapshot | null> {
    const answer = await request(name, input);
    if (!answer.ok) {
      useNoticesStore().showProblem(answer.error);
      return null;
    }
    apply(answer.value);
    return answer.value;
  }

  /** Into a file the user chooses; nothing happens when he chooses none. */
  async function saveReport(runId: string): Promise<void> {
    const notices = useNoticesStore();
    const answer = await request('run.report', { runId });
    if (!answer.ok) notices.showProblem(answer.error);
    else if (answer.value !== null) {
      const { fileName, maskedValues } = answer.value;
      notices.showDone(`Saved ${fileName}. ${countOf(maskedValues, 'value', 'values')} replaced.`);
    }
  }

  return {
    runs,
    currentId,
    current,
    lastFailure,
    apply,
    refresh,
    show,
    create,
    advance,
    pause,
    cancel,
    retry,
    saveReport,
    leaveOut,
    edit,
    repeat,
    draftOf,
  };
});

type RunRequest =
  | 'run.create'
  | 'run.advance'
  | 'run.pause'
  | 'run.cancel'
  | 'run.retry'
  | 'run.leave-out'
  | 'run.edit'
  | 'run.repeat';

const ENDED: readonly StepSnapshot['state'][] = ['passed', 'failed', 'skipped'];

/** Says each step's result once, so that a run can be followed without watching it. */
function announceChanges(before: readonly StepSnapshot[], run: RunSnapshot): void {
  for (const step of run.steps) {
    const earlier = before.find((item) => item.id === step.id);
    if (earlier === undefined || earlier.state === step.state || !ENDED.includes(step.state)) {
      continue;
    }
    const headline = step.verdict?.headline ?? step.note;
    useNoticesStore().announce(`${step.title}: ${step.state}. ${headline}`);
  }
}
