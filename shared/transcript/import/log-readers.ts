/** The logs that can be read. To add one: a line here. */
import { NO_HEAD, readLogTime, type LogReader, type RecordHead } from './log-reader.ts';

const TIME = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\s?(?:Z|[+-]\d\d:?\d\d)?`;
/** What log collectors put before a line: a container's name, a time of their own. */
const COLLECTOR = String.raw`(?:[^\n]{0,200}[| \t])?`;
const PROCESS = /<\d+\.\d+\.\d+>/;

/** Words for what a server received from a client, and for what it sent to one. */
const RECEIVED =
  /\breceived XML on stream|\buser_send_packet|\b(?:xml|stanza|element|packet)_received/i;
const SENT = /\bsend XML on stream|\buser_receive_packet|\b(?:xml|stanza|element|packet)_sent/i;

function headOf(head: string, time: string | undefined): RecordHead {
  const direction = RECEIVED.test(head) ? 'out' : SENT.test(head) ? 'in' : null;
  return { time: readLogTime(time), direction, session: PROCESS.exec(head)?.[0] ?? '' };
}

/**
 * MongooseIM 4 and later: `when=… level=… what=… pid=<0.1.0> …`. Values with a space, `=`, a quote or a line
 * feed are quoted, with `\\`, `\"` and `\n`.
 * @see https://esl.github.io/MongooseDocs/latest/operation-and-maintenance/Logging/
 */
const MONGOOSEIM: LogReader = {
  id: 'mongooseim',
  label: 'MongooseIM log',
  recordStart: new RegExp(`^${COLLECTOR}when=\\S`, 'gm'),
  readHead: (head) => headOf(head, /when="?([^\s"]+)/.exec(head)?.[1]),
};

/** The same as JSON, one object a line: `{"when":"…","level":"debug","what":"…",…}`. */
const MONGOOSEIM_JSON: LogReader = {
  id: 'mongooseim-json',
  label: 'MongooseIM log in JSON',
  recordStart: new RegExp(`^${COLLECTOR}\\{(?=[^\\n]{0,4000}"(?:when|level)"\\s*:)`, 'gm'),
  readHead: (head) => headOf(head, /"when"\s*:\s*"([^"]+)"/.exec(head)?.[1]),
};

/**
 * ejabberd, and MongooseIM 3: `2026-08-20 10:00:00.123456+02:00 [debug] <0.456.0>@module:function:12 …`.
 * @see https://docs.ejabberd.im/admin/guide/troubleshooting/#log-files
 */
const EJABBERD: LogReader = {
  id: 'ejabberd',
  label: 'ejabberd log',
  recordStart: new RegExp(`^${COLLECTOR}${TIME}\\s+\\[\\w+\\]`, 'gm'),
  readHead: (head) => headOf(head, new RegExp(TIME).exec(head)?.[0]),
};

/** Anything else is one text: terms and stanzas, copied from wherever. */
export const PLAIN_TEXT: LogReader = {
  id: 'text',
  label: 'Text',
  recordStart: /(?!)/gm,
  readHead: () => NO_HEAD,
};

/** The logs, the more particular first. */
export const LOG_READERS: readonly LogReader[] = [MONGOOSEIM, MONGOOSEIM_JSON, EJABBERD];

/** A log begins to look like one within so many characters. */
const SAMPLE = 256 * 1024;

/** Tells which log a text is from: the first that one of its first lines fits. */
export function detectLog(text: string): LogReader {
  const sample = text.slice(0, SAMPLE);
  return LOG_READERS.find(({ recordStart }) => sample.search(recordStart) >= 0) ?? PLAIN_TEXT;
}
