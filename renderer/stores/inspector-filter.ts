/**
 * The inspector's filter. Its text is the one truth: menus read their values from it and write them into
 * it. While the text has a fault, the list goes on with the last one that had none.
 */
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import {
  addTerm as addTermTo,
  readTerm,
  setTerm as setTermIn,
} from '#shared/transcript/query/edit-query.ts';
import type { MenuField } from '#shared/transcript/query/edit-query.ts';
import { faultOf, parseQuery } from '#shared/transcript/query/parse-query.ts';

/** How long a change of the text waits for the next key. */
const TYPING_MS = 120;
const MOST_REMEMBERED = 50;

export const useInspectorFilterStore = defineStore('inspector-filter', () => {
  const text = ref('');
  /** The query the list shows: the last text without a fault, once the typing has paused. */
  const applied = ref('');
  /** Applied on purpose, oldest first. They may name people and are not kept beyond the window. */
  const remembered = ref<readonly string[]>([]);
  let typing: ReturnType<typeof setTimeout> | undefined;

  const fault = computed(() => {
    const query = parseQuery(text.value);
    return query.ok ? null : faultOf(query.error);
  });
  const active = computed(() => applied.value !== '');

  watch(text, () => {
    clearTimeout(typing);
    typing = setTimeout(takeText, TYPING_MS);
  });

  function takeText(): void {
    if (fault.value === null) applied.value = text.value.trim();
  }

  /** Shows the text's matches now and remembers it. */
  function commit(): void {
    clearTimeout(typing);
    takeText();
    if (fault.value !== null || applied.value === '') return;
    const others = remembered.value.filter((query) => query !== applied.value);
    remembered.value = [...others, applied.value].slice(-MOST_REMEMBERED);
  }

  /** Puts another query in the place of this one. */
  function apply(query: string): void {
    text.value = query;
    commit();
  }

  /** The values all entries must have one of. */
  function termOf(field: MenuField): readonly string[] {
    return readTerm(text.value, field);
  }

  /** No values take the term out. */
  function setTerm(field: MenuField, values: readonly string[]): void {
    text.value = setTermIn(text.value, field, values);
  }

  /** Adds a condition in the query language; a span of time replaces the one before. */
  function addTerm(term: string): void {
    apply(addTermTo(text.value, term));
  }

  function reset(): void {
    clearTimeout(typing);
    text.value = '';
    applied.value = '';
  }

  return {
    ...{ text, applied, fault, active, remembered },
    ...{ commit, apply, termOf, setTerm, addTerm, reset },
  };
});
