/** What was sent from Compose, newest first, to be sent again. Stanzas with credentials are not kept. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { maskCredentials } from '#shared/transcript/mask.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { keep, readKept } from './kept-state.ts';

/** A stanza that was sent, as it was typed: with its variables. */
export interface SentDraft {
  readonly xml: string;
  /** Title of its template. */
  readonly title: string;
  /** Bare JID that sent it. */
  readonly account: string;
  /** ISO 8601. */
  readonly at: string;
}

const MOST_KEPT = 50;
/** Larger ones are found in the transcript. */
const MOST_CHARACTERS = 20_000;

export const useSentHistoryStore = defineStore('sent-history', () => {
  const sent = shallowRef<readonly SentDraft[]>(readSent());

  /** A stanza that was sent before moves to the top. */
  function add(draft: SentDraft): void {
    if (draft.xml.length > MOST_CHARACTERS || holdsCredentials(draft.xml)) return;
    const others = sent.value.filter(
      ({ xml, account }) => xml !== draft.xml || account !== draft.account,
    );
    sent.value = [draft, ...others].slice(0, MOST_KEPT);
    keep('sent', sent.value);
  }

  function clear(): void {
    sent.value = [];
    keep('sent', []);
  }

  /** Those whose title, account or text hold all words. */
  function find(query: string): readonly SentDraft[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return sent.value.filter(({ xml, title, account }) => {
      const text = `${title} ${account} ${xml}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  return { sent, add, clear, find };
});

function readSent(): readonly SentDraft[] {
  const kept = readKept('sent');
  return Array.isArray(kept) ? kept.filter(isSentDraft).slice(0, MOST_KEPT) : [];
}

function isSentDraft(value: unknown): value is SentDraft {
  if (typeof value !== 'object' || value === null) return false;
  return ['xml', 'title', 'account', 'at'].every(
    (name) => typeof Reflect.get(value, name) === 'string',
  );
}

function holdsCredentials(xml: string): boolean {
  const parsed = parseXml(xml);
  return maskCredentials(xml, parsed.ok ? parsed.element : null).masked;
}
