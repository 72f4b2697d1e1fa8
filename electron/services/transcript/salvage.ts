/**
 * Reads what can be read of a damaged recording into a new one. It works on a copy: SQLite must be given
 * a header that it accepts, and the damaged file stays as it is.
 */
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'libsql';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { NO_SUMMARY, type WireEntry } from '#shared/transcript/entry.ts';
import { prepareInsert, toBatch } from './entry-insert.ts';
import { nameOfId } from './recording-facts.ts';
import { readDamagedEntries, type DamagedEntries } from './salvage-entries.ts';
import { mendHeader, mendSchema } from './salvage-header.ts';
import { createRecordingFile, settleRecordingFile, type RecordingDatabase } from './schema.ts';
import { fillTextIndex } from './text-index.ts';

/** What to salvage, and where to. */
export interface SalvageTask {
  readonly source: string;
  /** The file to create. */
  readonly target: string;
  readonly id: string;
  /** What the damaged recording is called, if its own name cannot be read. */
  readonly name: string;
}

/** What was saved. */
export interface SalvageReport {
  /** Of the new recording. */
  readonly name: string;
  readonly saved: number;
  /** Null when the file does not tell how many there were. */
  readonly lost: number | null;
  /** Of those saved, the ones whose text is gone. */
  readonly withoutText: number;
}

/** How long the index of texts may take. */
const INDEX_MS = 2_000;
const BATCH = 500;

/**
 * Salvages a recording file.
 * @param isEnding asked now and then whether to give up; nothing is left then
 * @returns what was saved. Fails with `nothing-to-salvage`
 * @throws the file system's error, or SqliteError when the new file cannot be written
 */
export function salvageRecording(
  { source, target, id, name }: SalvageTask,
  isEnding: () => boolean = () => false,
): Result<SalvageReport> {
  const { copy, part } = workFiles(target);
  try {
    copyFileSync(source, copy);
    if (existsSync(`${source}-wal`)) copyFileSync(`${source}-wal`, `${copy}-wal`);
    mendHeader(copy);
    if (!hasEntries(copy)) mendSchema(copy);
    const damaged = new Database(copy);
    try {
      const found = readDamagedEntries(damaged);
      const report = writeSalvaged(damaged, found, { part, id, name, isEnding });
      if (report.saved === 0 || isEnding()) return fail(NOTHING);
      renameSync(part, target);
      return ok(report);
    } finally {
      damaged.close();
    }
  } finally {
    clearSalvage(target);
  }
}

function workFiles(target: string): { readonly copy: string; readonly part: string } {
  return { copy: `${target}.damaged`, part: `${target}.part` };
}

/**
 * Removes what a salvage that was ended halfway left beside its target.
 * @throws the file system's error
 */
export function clearSalvage(target: string): void {
  for (const path of Object.values(workFiles(target))) {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
  }
}

function hasEntries(path: string): boolean {
  const database = new Database(path);
  try {
    return (
      database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'payload'").get() !== undefined
    );
  } catch {
    return false;
  } finally {
    database.close();
  }
}

function writeSalvaged(
  damaged: RecordingDatabase,
  { entries, report }: DamagedEntries,
  {
    part,
    id,
    name,
    isEnding,
  }: Pick<SalvageTask, 'id' | 'name'> & {
    readonly part: string;
    readonly isEnding: () => boolean;
  },
): SalvageReport {
  const facts = readFacts(damaged, name);
  const first = entries.next();
  const startedAt =
    facts.startedAt ?? (first.done === true ? new Date(0).toISOString() : first.value.time);
  const database = createRecordingFile(part, { id, name: facts.name, startedAt });
  try {
    const insert = prepareInsert(database);
    let batch: WireEntry[] = first.done === true ? [] : [first.value];
    let last = batch[0];
    for (const entry of entries) {
      batch.push(entry);
      last = entry;
      if (batch.length < BATCH) continue;
      if (isEnding()) break;
      insert(toBatch(batch));
      batch = [];
    }
    const { saved, lost, withoutText } = report();
    const told = describe(saved, lost, withoutText);
    batch.push(noteAfter(last, `Salvaged from a damaged file: ${told}`));
    insert(toBatch(batch));
    const newName = `${facts.name} (salvaged: ${told})`;
    database
      .prepare('UPDATE recording SET name = ?, ended_at = ?, dropped = ?, entries = ?')
      .run(newName, last?.time ?? startedAt, lost ?? 0, saved + 1);
    fillTextIndex(database, INDEX_MS);
    settleRecordingFile(database);
    return { name: newName, saved, lost, withoutText };
  } finally {
    database.close();
  }
}

function readFacts(
  damaged: RecordingDatabase,
  name: string,
): { readonly name: string; readonly startedAt: string | null } {
  try {
    const row = damaged.prepare('SELECT name, started_at FROM recording').raw().get();
    const [ownName, startedAt] = row as [unknown, unknown];
    if (typeof ownName === 'string' && typeof startedAt === 'string') {
      return { name: ownName, startedAt };
    }
  } catch {
    // Its page is gone.
  }
  return { name: nameOfId(name), startedAt: null };
}

function describe(saved: number, lost: number | null, withoutText: number): string {
  const kept = `${saved.toLocaleString('en-US')} ${saved === 1 ? 'entry' : 'entries'} kept`;
  const gone =
    lost === null ? 'how many are lost is unknown' : `${lost.toLocaleString('en-US')} lost`;
  const bare = withoutText === 0 ? '' : `, ${withoutText.toLocaleString('en-US')} without text`;
  return `${kept}, ${gone}${bare}`;
}

function noteAfter(last: WireEntry | undefined, text: string): WireEntry {
  return {
    ...NO_SUMMARY,
    ...{ sessionId: '', sessionName: '', direction: 'local', kind: 'note', bytes: 0, text },
    ...{ replyTo: null, latencyMs: null, relation: null, runId: null, stepId: null },
    ...{ xml: '', masked: false, seq: (last?.seq ?? 0) + 1 },
    ...{ time: last?.time ?? new Date(0).toISOString(), monotonicMs: last?.monotonicMs ?? 0 },
  };
}

const NOTHING: Problem = {
  code: 'nothing-to-salvage',
  what: 'Nothing could be read of the recording.',
  why: 'Its file is damaged from beginning to end; it was left as it is.',
  next: 'Use a copy of the file if there is one.',
};
