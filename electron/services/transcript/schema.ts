/**
 * The recording file: SQLite, one file per recording.
 *
 * Texts stand in a table of their own, so that filters and lists read short rows only. `user_version`
 * is the schema's version and `application_id` marks the file as ours; both stand in the first hundred
 * bytes, so that a file can be refused before SQLite touches it.
 *
 * `recording` has one row: `dropped` counts entries that the disk or the memory refused, `trimmed` those
 * that went because of the size limit, `entries` is the count of a finished file (null before, and
 * in files of old), `cut_short` tells that a process was killed while it wrote.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import Database from 'libsql';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';

/** An open recording file. */
export type RecordingDatabase = Database.Database;

/** Entries that were longer on the wire, in bytes, are not in the index of texts: whoever searches reads them. */
export const LONG_ENTRY_BYTES = 250_000;

/** Answers that took as long, in milliseconds, have an index: few do, and they are asked for. */
export const SLOW_ANSWER_MS = 1_000;
/** So have entries of as many bytes. */
export const LARGE_ENTRY_BYTES = 10_000;

/** `PShR` */
const APPLICATION_ID = 0x50536852;

/** Step n brings a file from version n to n + 1. Only ever add to the end. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE recording (
     id TEXT NOT NULL, name TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT,
     dropped INTEGER NOT NULL DEFAULT 0
   );
   CREATE TABLE entry (
     seq INTEGER PRIMARY KEY, session_id TEXT NOT NULL, session_name TEXT NOT NULL,
     time TEXT NOT NULL, monotonic_ms REAL NOT NULL, direction TEXT NOT NULL, kind TEXT NOT NULL,
     bytes INTEGER NOT NULL, reply_to INTEGER, latency_ms REAL, relation TEXT,
     run_id TEXT, step_id TEXT, text TEXT NOT NULL,
     name TEXT, type TEXT, id TEXT, from_jid TEXT, to_jid TEXT,
     child_name TEXT, child_ns TEXT, child_action TEXT, condition TEXT, is_error INTEGER NOT NULL
   );
   CREATE TABLE payload (seq INTEGER PRIMARY KEY, xml TEXT NOT NULL, masked INTEGER NOT NULL);
   CREATE INDEX entry_errors ON entry (seq) WHERE is_error = 1;`,
  // The index of texts holds no texts and no positions: it names candidates, which are then looked at. It
  // is filled behind the capture with `INDEXED_TEXT`, up to entry `indexed_seq`; what is newer is read
  // through. The other indexes are of what is rare, and cost nothing for all that is not.
  `CREATE VIRTUAL TABLE text_index USING fts5
     (body, content = '', detail = 'none', columnsize = 0, tokenize = 'trigram');
   ALTER TABLE recording ADD COLUMN indexed_seq INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE recording ADD COLUMN trimmed INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX entry_replies ON entry (reply_to, relation) WHERE reply_to IS NOT NULL;
   CREATE INDEX entry_relations ON entry (relation) WHERE relation IS NOT NULL AND relation <> 'answer';
   CREATE INDEX entry_kinds ON entry (kind) WHERE kind <> 'stanza';
   CREATE INDEX entry_locals ON entry (seq) WHERE direction = 'local';
   CREATE INDEX entry_slow ON entry (seq) WHERE latency_ms >= ${SLOW_ANSWER_MS};
   CREATE INDEX entry_large ON entry (seq) WHERE bytes >= ${LARGE_ENTRY_BYTES};
   CREATE INDEX payload_masked ON payload (seq) WHERE masked = 1;
   CREATE INDEX entry_steps ON entry (run_id, step_id) WHERE run_id IS NOT NULL;
   CREATE INDEX entry_requests ON entry (seq)
     WHERE direction = 'out' AND name = 'iq' AND type IN ('get', 'set') AND id IS NOT NULL;`,
  // Merging by itself holds up writes for a quarter of a second; it is asked for in small parts instead.
  // A long entry would hold them up too: it is never indexed, but found by `entry_long`.
  `INSERT INTO text_index (text_index, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('usermerge', 8);
   CREATE INDEX entry_long ON entry (seq) WHERE bytes > ${LONG_ENTRY_BYTES};
   ALTER TABLE recording ADD COLUMN entries INTEGER;
   ALTER TABLE recording ADD COLUMN cut_short INTEGER NOT NULL DEFAULT 0;`,
];

/** Version of the files that are written. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Entries are short and come in order: with larger pages they cost fewer of them. */
export const PAGE_BYTES = 16_384;

/**
 * Pages of the log, 64 MB, after which the writer itself brings it in and waits for the disk. A recording
 * that grows seldom comes to it: the log is brought in behind its writer.
 */
const CHECKPOINT_PAGES = 4_000;

/** How every SQLite file begins. */
export const SQLITE_MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const PAGE_SIZE_OFFSET = 16;
const PAGE_COUNT_OFFSET = 28;
/** Says 2 for a file with a log. */
const READ_VERSION_OFFSET = 19;
const USER_VERSION_OFFSET = 60;
const APPLICATION_ID_OFFSET = 68;

/** What a recording says about itself. */
export interface RecordingIdentityFacts {
  readonly id: string;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/**
 * Creates an empty recording file; one that was begun here before is gone on with.
 * @throws SqliteError when the file cannot be created
 */
export function createRecordingFile(
  path: string,
  facts: RecordingIdentityFacts,
): RecordingDatabase {
  const database = new Database(path);
  database.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
  // Before WAL, so that version and mark are in the file itself and not only in its log.
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  const [version] = database.prepare('PRAGMA user_version').raw().get() as [number];
  if (version === 0) migrate(database, 0);
  // A kill of the process loses nothing that was committed; NORMAL saves the sync at each commit.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database
    .prepare(
      'INSERT INTO recording (id, name, started_at) SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM recording)',
    )
    .run(facts.id, facts.name, facts.startedAt);
  return database;
}

/**
 * Opens a second connection to a recording that is being written, for reading.
 * @throws SqliteError when the file cannot be read
 */
export function openLiveRecordingFile(path: string): RecordingDatabase {
  const database = new Database(path);
  database.exec('PRAGMA query_only = ON');
  return database;
}

/**
 * Makes a finished recording one file by itself, without log. A file that another program is reading
 * keeps its log, which is as good.
 * @throws SqliteError when the disk fails
 */
export function settleRecordingFile(database: RecordingDatabase): void {
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  releaseLog(database);
}

/**
 * Brings in the log of a recording and does without.
 * @returns false when somebody else has the file open, which then keeps its log
 */
export function releaseLog(database: RecordingDatabase): boolean {
  try {
    const [mode] = database.prepare('PRAGMA journal_mode = DELETE').raw().get() as [string];
    return mode === 'delete';
  } catch {
    return false;
  }
}

/**
 * Opens an existing recording file for reading, bringing an older schema up to date.
 * @returns the database, or why not: `recording-damaged`, `recording-newer`, `not-a-recording`,
 *   `not-found`; the file is then unchanged
 */
export function openRecordingFile(path: string): Result<RecordingDatabase> {
  const version = checkRecordingHeader(path);
  if (!version.ok) return version;
  let database: RecordingDatabase | undefined;
  try {
    database = new Database(path);
    database.prepare('SELECT count(*) FROM sqlite_schema').raw().get();
    if (version.value < SCHEMA_VERSION) migrate(database, version.value);
    database.exec('PRAGMA query_only = ON');
    return ok(database);
  } catch (error) {
    database?.close();
    return fail(toRecordingProblem(error));
  }
}

/**
 * Runs work in a transaction. libsql's own helper hides the error of the work behind that of the
 * rollback, which a full disk has already done.
 * @throws what the work throws, or SqliteError
 */
export function inTransaction(database: RecordingDatabase, work: () => void): void {
  // IMMEDIATE takes the lock first, so a busy file fails before any statement of the work has run.
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself.
    }
    throw error;
  }
}

function migrate(database: RecordingDatabase, from: number): void {
  inTransaction(database, () => {
    for (const step of MIGRATIONS.slice(from)) database.exec(step);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}

/**
 * Looks at a file's first bytes, without letting SQLite near it.
 * @returns the schema's version; or `not-found`, `recording-damaged`, `not-a-recording`, `recording-newer`
 */
export function checkRecordingHeader(path: string): Result<number> {
  const read = readHeader(path);
  if (read === null) {
    return fail({
      code: 'not-found',
      what: 'The recording could not be opened.',
      why: 'Its file is missing or may not be read.',
      next: 'Check that the file is still there.',
    });
  }
  const { header, length, size } = read;
  if (length < HEADER_BYTES || header.toString('latin1', 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) {
    return fail(DAMAGED);
  }
  if (header.readUInt16BE(PAGE_SIZE_OFFSET) * header.readUInt32BE(PAGE_COUNT_OFFSET) > size) {
    return fail(DAMAGED);
  }
  if (header.readUInt32BE(APPLICATION_ID_OFFSET) !== APPLICATION_ID) {
    return fail({
      code: 'not-a-recording',
      what: 'This file is not a Pushscope recording.',
      why: 'It is a database of another program.',
      next: 'Choose a .sqlite file that Pushscope recorded, or an exported .jsonl transcript.',
    });
  }
  const version = header.readUInt32BE(USER_VERSION_OFFSET);
  if (version > SCHEMA_VERSION) {
    return fail({
      code: 'recording-newer',
      what: 'This recording was made by a newer Pushscope.',
      why: `Its format is version ${version}; this program reads up to version ${SCHEMA_VERSION}.`,
      next: 'Open it with the newer version, or export it there as .jsonl.',
    });
  }
  return ok(version);
}

/**
 * Whether a recording is one file by itself: nobody writes it, and reading it leaves nothing beside it.
 * @returns the schema's version as {@link checkRecordingHeader} does; null when it has a log
 */
export function settledVersion(path: string): number | null {
  const read = readHeader(path);
  const version = checkRecordingHeader(path);
  return version.ok && read?.header[READ_VERSION_OFFSET] === 1 ? version.value : null;
}

function readHeader(
  path: string,
): { readonly header: Buffer; readonly length: number; readonly size: number } | null {
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      const length = readSync(file, header, 0, HEADER_BYTES, 0);
      return { header, length, size: fstatSync(file).size };
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

const DAMAGED: Problem = {
  code: 'recording-damaged',
  what: 'The recording cannot be read.',
  why: 'Its file is damaged; it was left as it is.',
  next: 'Salvage it under Transcripts: what can be read of it becomes a new recording.',
};

/** Puts a database error into the user's terms. */
export function toRecordingProblem(error: unknown): Problem {
  const code = errorCode(error);
  if (/CORRUPT|NOTADB/.test(code)) return DAMAGED;
  if (code.includes('FULL')) {
    return {
      code: 'disk-full',
      what: 'The recording could not be written.',
      why: 'The disk is full.',
      next: 'Make room; the entries kept in memory are then written.',
    };
  }
  return {
    code: 'recording-unavailable',
    what: 'The recording could not be read or written.',
    why: `The database reports ${code}.`,
    next: 'Check that its folder can be written and that no other program holds the file.',
  };
}

function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return 'an unknown error';
}
