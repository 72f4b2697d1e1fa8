/** Mirror of the exchanges: requests with their answers, or the reason there is none. */
import { defineStore } from 'pinia';
import { computed, shallowRef, triggerRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import { useNoticesStore } from './notices.ts';

/** Exchanges kept for the view; the transcript has them all. */
const MOST_EXCHANGES = 2_000;

export const useExchangesStore = defineStore('exchanges', () => {
  // Changed in place: copying it for each of thousands of events would be the window's main work.
  const exchanges = shallowRef(new Map<string, ExchangeSnapshot>());

  const pending = computed(() =>
    [...exchanges.value.values()].filter((exchange) => exchange.outcome === null),
  );

  function apply(exchange: ExchangeSnapshot): void {
    exchanges.value.set(exchange.id, exchange);
    for (const [id, known] of exchanges.value) {
      if (exchanges.value.size <= MOST_EXCHANGES) break;
      if (known.outcome !== null) exchanges.value.delete(id);
    }
    triggerRef(exchanges);
  }

  async function refresh(): Promise<void> {
    const answer = await request('exchange.list', {});
    if (answer.ok) exchanges.value = new Map(answer.value.map((item) => [item.id, item]));
  }

  async function cancel(exchangeId: string): Promise<void> {
    const answer = await request('exchange.cancel', { exchangeId });
    if (!answer.ok) useNoticesStore().showProblem(answer.error);
  }

  return { exchanges, pending, apply, refresh, cancel };
});
