/**
 * What the user has changed in a form or a table that an answer offered. It outlives the components that
 * show it: those are made anew when the window becomes narrow.
 */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AffiliationEntry } from '#shared/xmpp/affiliation-list.ts';
import type { FormAnswers } from '#shared/xmpp/form-answers.ts';

interface AnswerEdits {
  /** Text of the answer that is being worked on. */
  readonly answerXml: string;
  readonly form: FormAnswers | null;
  readonly entries: readonly AffiliationEntry[] | null;
}

export const useAnswerEditsStore = defineStore('answer-edits', () => {
  const edits = shallowRef<AnswerEdits | null>(null);

  /** Changes to an answer; another answer than the last begins with none. */
  function of(answerXml: string): AnswerEdits {
    const known = edits.value;
    return known?.answerXml === answerXml ? known : { answerXml, form: null, entries: null };
  }

  function putForm(answerXml: string, form: FormAnswers): void {
    edits.value = { ...of(answerXml), form };
  }

  /** @param entries null for the answer's own again */
  function putEntries(answerXml: string, entries: readonly AffiliationEntry[] | null): void {
    edits.value = { ...of(answerXml), entries };
  }

  return { of, putForm, putEntries };
});
