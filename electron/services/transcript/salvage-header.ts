/** Gives the copy of a damaged file a beginning that SQLite accepts. */
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { createRecordingFile, PAGE_BYTES, settleRecordingFile, SQLITE_MAGIC } from './schema.ts';

const HEADER_BYTES = 100;
const PAGE_SIZE_OFFSET = 16;
const FORMAT_OFFSET = 18;
const CHANGE_COUNTER_OFFSET = 24;
const PAGE_COUNT_OFFSET = 28;
const FREE_LIST_OFFSET = 32;
const FREE_PAGES_OFFSET = 36;
const VALID_FOR_OFFSET = 92;
/** Values of both bytes at {@link FORMAT_OFFSET}. */
const WITH_LOG = 2;
const WITHOUT_LOG = 1;

/**
 * Mends the first hundred bytes: what they say of the file's size must be true, and if they are no header
 * at all they become one.
 * @throws the file system's error
 */
export function mendHeader(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    readSync(file, header, 0, HEADER_BYTES, 0);
    const sound =
      header.toString('latin1', 0, SQLITE_MAGIC.length) === SQLITE_MAGIC &&
      header.readUInt16BE(PAGE_SIZE_OFFSET) === PAGE_BYTES;
    if (!sound) freshPage(path).copy(header, 0, 0, HEADER_BYTES);
    fitHeader(header, path, fstatSync(file).size);
    writeSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
}

/**
 * Puts the first page of an empty recording over that of the copy: its tables begin at the same pages.
 * @throws the file system's error
 */
export function mendSchema(path: string): void {
  const page = freshPage(path);
  const file = openSync(path, 'r+');
  try {
    fitHeader(page, path, fstatSync(file).size);
    writeSync(file, page, 0, PAGE_BYTES, 0);
  } finally {
    closeSync(file);
  }
  // What the log holds of the first page would come back.
  rmSync(`${path}-wal`, { force: true });
}

function fitHeader(header: Buffer, path: string, size: number): void {
  const format = existsSync(`${path}-wal`) ? WITH_LOG : WITHOUT_LOG;
  header.fill(format, FORMAT_OFFSET, FORMAT_OFFSET + 2);
  header.writeUInt32BE(Math.floor(size / PAGE_BYTES), PAGE_COUNT_OFFSET);
  header.writeUInt32BE(header.readUInt32BE(CHANGE_COUNTER_OFFSET), VALID_FOR_OFFSET);
  // Nothing is going to be written, and the list may lead anywhere.
  header.writeUInt32BE(0, FREE_LIST_OFFSET);
  header.writeUInt32BE(0, FREE_PAGES_OFFSET);
}

function freshPage(path: string): Buffer {
  const fresh = `${path}-fresh`;
  try {
    const database = createRecordingFile(fresh, { id: '', name: '', startedAt: '' });
    settleRecordingFile(database);
    database.close();
    return readFileSync(fresh).subarray(0, PAGE_BYTES);
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(fresh + end, { force: true });
  }
}
