/**
 * Records 5,000 entries a second until it is killed: argv is the folder. Prints its recording's id, then
 * every few milliseconds the number of the newest entry, when it was recorded, and by how much its turn
 * came late at worst within the last second.
 */
import { writeSync } from 'node:fs';
import { buildDraft, openStore } from '#tests/support/entries.ts';

const store = openStore(process.argv[2] ?? '');
const PER_MS = 5;
const XML = `<message><body>${'x'.repeat(400)}</body></message>`;

// The thread that writes is started before what is to be measured.
store.record(buildDraft({ xml: XML }));
await store.flush();
writeSync(1, `${store.status().recordingId}\n`);

const TURN_MS = 4;
const startedMs = performance.now();
let newest = 1;
let turns: { readonly atMs: number; readonly lateMs: number }[] = [];
setInterval(() => {
  const atMs = performance.now() - startedMs;
  turns = turns.filter((turn) => turn.atMs > atMs - 1_000);
  turns.push({ atMs, lateMs: Math.max(0, atMs - (turns.at(-1)?.atMs ?? 0) - TURN_MS) });
  const due = atMs * PER_MS;
  while (newest < due) newest = store.record(buildDraft({ xml: XML }));
  const stallMs = Math.max(...turns.map(({ lateMs }) => lateMs));
  writeSync(1, `${newest} ${performance.now() - startedMs} ${stallMs}\n`);
}, TURN_MS);
