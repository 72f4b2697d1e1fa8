/**
 * Records as fast as asked until it is killed: argv is the folder. Prints its recording's id, then every
 * 20 ms the number of the newest entry.
 */
import { buildDraft, openStore } from '#tests/support/entries.ts';

const store = openStore(process.argv[2] ?? '');
process.stdout.write(`${store.status().recordingId}\n`);
const PER_TICK = 50;

setInterval(() => {
  let newest = 0;
  for (let count = 0; count < PER_TICK; count += 1) {
    newest = store.record(
      buildDraft({ xml: `<message><body>${'x'.repeat(400)}</body></message>` }),
    );
  }
  process.stdout.write(`${newest} ${Date.now()}\n`);
}, 10);
