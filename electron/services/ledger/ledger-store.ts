/** The ledger on disk: fed by every answered request, whoever sent it, and by the proofs of runs. */
import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { LedgerEntry } from '#shared/contract/ledger.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { RunSnapshot } from '#shared/contract/run.ts';
import { ledgerEntrySchema } from '#shared/contract/schemas.ts';
import { afterAnswer, afterPush, concernsLedger, stands } from '#shared/runs/ledger.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import type { EventHub } from '../event-hub.ts';
import type { Logger } from '../logger.ts';
import type { Clock, IdSource } from '../platform.ts';
import { openVersionedFile } from '../profiles/versioned-file.ts';
import type { SessionService } from '../xmpp/session-port.ts';

/** The ledger. */
export interface LedgerStore {
  /** In the order in which they were first enabled. */
  list(): readonly LedgerEntry[];
  /** Takes an entry off the list; the server is not asked. Fails with `not-found` or `not-saved`. */
  forget(id: string): Result<readonly LedgerEntry[]>;
  /** Takes note of a proof that has passed. To be told of each change of a run before its next step begins. */
  noteRun(run: RunSnapshot): void;
  /** What was wrong with the file; null when nothing was. */
  problem(): Problem | null;
  dispose(): void;
}

const FILE_VERSION = 1;
/** Old ones that do not stand any more give way. */
const MOST_ENTRIES = 2_000;
const KEY_BYTES = 32;
/** Hexadecimal digits: enough to tell tokens apart, too few to mean anything else. */
const ALIAS_LENGTH = 8;

const contentSchema = z.strictObject({
  /** Makes aliases worthless elsewhere: a token cannot be looked up by its alias. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  entries: z.array(ledgerEntrySchema),
});

/**
 * Opens the ledger of a data folder and begins to listen. A file that cannot be read is set aside.
 * @param folder the data folder; the file is created with the first registration
 */
export function createLedgerStore({
  folder,
  clock,
  ids,
  events,
  sessions,
  logger,
}: {
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: Pick<IdSource, 'random'>;
  readonly events: Pick<EventHub, 'publish'>;
  readonly sessions: Pick<SessionService, 'find' | 'onRequestEnd'>;
  readonly logger: Logger;
}): LedgerStore {
  const file = openVersionedFile({
    path: join(folder, 'ledger.json'),
    version: FILE_VERSION,
    read: (content) => contentSchema.parse(content),
    empty: { key: randomBytes(KEY_BYTES).toString('hex'), entries: [] },
    clock,
  });
  const entries = (): readonly LedgerEntry[] => file.read().entries;
  const means = {
    nextId: () => ids.random(),
    now: () => clock.now().toISOString(),
    alias: (token: string) =>
      createHmac('sha256', file.read().key).update(token).digest('hex').slice(0, ALIAS_LENGTH),
  };

  function write(changed: readonly LedgerEntry[]): Result<readonly LedgerEntry[]> {
    const saved = file.write({ ...file.read(), entries: [...withinLimit(changed)] });
    if (!saved.ok) return saved;
    events.publish('ledger.changed', saved.value.entries);
    return ok(saved.value.entries);
  }

  function take(changed: readonly LedgerEntry[]): void {
    if (changed === entries()) return;
    const saved = write(changed);
    if (!saved.ok) logger.error('The ledger was not saved.', saved.error);
  }

  const stopRequests = sessions.onRequestEnd(({ sessionId, request, outcome }) => {
    if (!concernsLedger(request)) return;
    const session = sessions.find(sessionId);
    if (session === undefined) return;
    const answered = { account: toBareJid(session.jid), request, outcome };
    take(afterAnswer(entries(), answered, means));
  });
  return {
    list: entries,
    forget(id) {
      const left = entries().filter((entry) => entry.id !== id);
      return left.length === entries().length ? fail(NO_SUCH_ENTRY) : write(left);
    },
    noteRun({ push, parameters, resolved, steps }) {
      const passed = steps.some(({ id, state }) => id === 'proof' && state === 'passed');
      const session = sessions.find(parameters.sessionId);
      if (push?.received !== true || !passed || session === undefined) return;
      const target = {
        account: toBareJid(session.jid),
        service: toBareJid(resolved.pubsubJid),
        node: resolved.node,
      };
      take(afterPush(entries(), target, means));
    },
    problem: file.problem,
    dispose: stopRequests,
  };
}

/** What still stands is never dropped. */
function withinLimit(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  let surplus = entries.length - MOST_ENTRIES;
  return entries.filter((entry) => {
    if (surplus <= 0 || stands(entry)) return true;
    surplus -= 1;
    return false;
  });
}

const NO_SUCH_ENTRY: Problem = {
  code: 'not-found',
  what: 'There is no such registration.',
  why: 'It was forgotten already.',
};
