/**
 * Connects and disconnects as often as asked, half of the sessions closed and half cut off, and prints
 * what is left of them. argv: port, fingerprint and count. Runs with --expose-gc.
 */
import { createEventHub } from '#services/event-hub.ts';
import { createSystemClock, createSystemIds } from '#services/platform.ts';
import { createSessionService } from '#services/xmpp/session-service.ts';
import { DEFAULT_PROFILE_OPTIONS } from '#shared/contract/session.ts';

/** What is left of sessions that are gone. */
export interface Remains {
  /** Kinds of handles and timers that keep the process alive, sorted. */
  readonly resourcesBefore: readonly string[];
  readonly resourcesAfter: readonly string[];
  readonly listenersBefore: number;
  readonly listenersAfter: number;
  readonly grownBytes: number;
}

/** Code is compiled and caches are filled by the first ones. */
const WARM_UP = 40;

const [port = '', fingerprint256 = '', count = '0'] = process.argv.slice(2);
let entries = 0;
const events = createEventHub(0);
const sessions = createSessionService({
  recorder: { record: () => ++entries, room: () => null },
  clock: createSystemClock(),
  ids: createSystemIds(),
  events,
  resolveCa: () => Promise.resolve(null),
  resolveClientCertificate: () => Promise.resolve(null),
  resolveKeyLog: () => null,
});

async function comeAndGo(round: number): Promise<void> {
  const connected = await sessions.connect({
    ...{ profileId: null, name: '', jid: 'alice@localhost', password: 'alicepw', resource: '' },
    service: `xmpp://127.0.0.1:${port}`,
    trust: { kind: 'pinned', fingerprint256 },
    allowPlaintext: false,
    connectTimeoutMs: 30_000,
    options: DEFAULT_PROFILE_OPTIONS,
  });
  if (!connected.ok) throw new Error(connected.error.what);
  const { id } = connected.value;
  if (round % 2 === 0) await sessions.disconnect(id);
  else sessions.drop(id);
  const removed = sessions.remove(id);
  if (!removed.ok) throw new Error(removed.error.what);
}

async function repeat(times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) await comeAndGo(round);
}

function countListeners(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}

/** Sockets that were destroyed take some turns of the event loop to go. */
async function settled(expected: readonly string[] | null): Promise<string[]> {
  let left: string[] = [];
  for (let turn = 0; turn < 1_000; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    left = process.getActiveResourcesInfo().toSorted();
    if (expected !== null && left.join() === expected.join()) break;
  }
  return left;
}

function usedBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

await repeat(WARM_UP);
const resourcesBefore = await settled(null);
const listenersBefore = countListeners();
const bytesBefore = usedBytes();
await repeat(Number(count));
const remains: Remains = {
  resourcesBefore,
  resourcesAfter: await settled(resourcesBefore),
  listenersBefore,
  listenersAfter: countListeners(),
  grownBytes: usedBytes() - bytesBefore,
};
process.stdout.write(JSON.stringify(remains));
await sessions.dispose();
events.dispose();
