/**
 * Records more than it may write, tells its status, and again after each line it is given: argv is the
 * folder. Ends with its input.
 */
import { createInterface } from 'node:readline';
import { buildDraft, openStore } from '#tests/support/entries.ts';

const store = openStore(process.argv[2] ?? '');
const tell = async (): Promise<void> => {
  await store.flush();
  process.stdout.write(`${JSON.stringify(store.status())}\n`);
};
for (let at = 0; at < 400; at += 1) store.record(buildDraft({ xml: 'x'.repeat(10_000) }));
await tell();
for await (const _line of createInterface({ input: process.stdin })) await tell();
await store.dispose();
