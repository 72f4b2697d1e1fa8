/** What the preflights of this window's runs learnt about each session's server. */
import { defineStore } from 'pinia';
import { useRunsStore } from './runs.ts';

/** Id of the preflight's fact that names the server's software. */
const SOFTWARE_FACT = 'server';

export const useServerFactsStore = defineStore('server-facts', () => {
  const runs = useRunsStore();

  /** `MongooseIM 6.8.0`; empty when no preflight has asked yet, or nobody answered. */
  function softwareOf(sessionId: string): string {
    for (const run of [...runs.runs].reverse()) {
      if (run.parameters.sessionId !== sessionId) continue;
      const facts = run.steps.flatMap((step) => step.facts);
      const fact = facts.find((item) => item.id === SOFTWARE_FACT && !isSentence(item.value));
      if (fact !== undefined) return fact.value;
    }
    return '';
  }

  return { softwareOf };
});

/** A server that names itself answers a name; else the fact says in a sentence that it did not. */
function isSentence(value: string): boolean {
  return value.endsWith('.');
}
