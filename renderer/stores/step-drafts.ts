/** Stanzas of steps that are being edited: they outlive whatever shows them. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { StepId } from '#shared/contract/run.ts';

export const useStepDraftsStore = defineStore('step-drafts', () => {
  const texts = shallowRef<Readonly<Record<string, string>>>({});

  /** The text in the editor of a step; null while it is closed. */
  const of = (runId: string, stepId: StepId): string | null =>
    texts.value[`${runId} ${stepId}`] ?? null;

  /** @param text null closes the editor */
  function put(runId: string, stepId: StepId, text: string | null): void {
    const { [`${runId} ${stepId}`]: _before, ...others } = texts.value;
    texts.value = text === null ? others : { ...others, [`${runId} ${stepId}`]: text };
  }

  return { of, put };
});
