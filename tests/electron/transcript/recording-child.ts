/**
 * Records 5,000 entries a second until it is killed: argv is the folder. Prints its recording's id, then
 * every few milliseconds the number of the newest entry, and when it was recorded.
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

const startedMs = performance.now();
let newest = 1;
setInterval(() => {
  const due = (performance.now() - startedMs) * PER_MS;
  while (newest < due) newest = store.record(buildDraft({ xml: XML }));
  writeSync(1, `${newest} ${performance.now() - startedMs}\n`);
}, 4);
