/** zod schemas for everything a renderer or a command line may hand in. Sizes are bounded: the caller is not trusted. */
import { z } from 'zod';
import { FORMAT_IDS } from '../transcript/formats/format.ts';
import { allowsFaultValue, PRACTICE_FAULTS } from './practice-faults.ts';
import { COPY_FORMATS, DIAGRAM_FORMATS, QUERY_ORDERS } from './query.ts';
import { STREAM_MANAGEMENT_MODES } from './session.ts';
import { MOST_PASTED } from './limits.ts';
import { AWAY_MODES, FLOW_CHOICES, PROCEDURE_IDS, PUSH_SERVICES, STEP_IDS } from './run.ts';

const MAX_TEXT = 1_024;
/** A stanza typed or pasted by hand may be large; 11 MiB lets a 10 MiB stanza reach the session's own check. */
const MAX_XML = 11 * 1024 * 1024;

/** An id that services gave out. */
export const idSchema = z.string().min(1).max(128);
const shortText = z.string().max(MAX_TEXT);
const xmlTextSchema = z.string().min(1).max(MAX_XML);
/** Milliseconds. */
const timeoutSchema = z.number().int().min(100).max(600_000);

const trustSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('system') }),
  z.strictObject({ kind: z.literal('ca-file'), caId: idSchema }),
  z.strictObject({ kind: z.literal('pinned'), fingerprint256: z.string().regex(/^[0-9a-f]{64}$/) }),
]);

/** Each part has its default, so that a profile saved before it existed stays readable. */
const profileOptionsSchema = z
  .strictObject({
    mechanism: z
      .string()
      .max(64)
      .regex(/^[A-Z0-9_-]*$/)
      .default(''),
    sasl2: z.boolean().default(true),
    clientCertificateId: idSchema.nullable().default(null),
    // Profiles are saved; a password in an address would be, too.
    proxy: shortText
      .refine((text) => !/:[^@]*@/.test(text.replace(/^\w+:\/\//, '')), {
        error: 'A proxy address holds no password: it goes into a field of its own.',
      })
      .default(''),
    streamManagement: z.enum(STREAM_MANAGEMENT_MODES).default('off'),
    reconnect: z.boolean().default(false),
  })
  .prefault({});

const faultSchema = z
  .strictObject({
    id: z.enum(PRACTICE_FAULTS.map(({ id }) => id)),
    value: z.number().int().nullable(),
  })
  .refine(allowsFaultValue);

/** What the practice server is to do wrong. */
export const practiceFaultsSchema = z.array(faultSchema).max(PRACTICE_FAULTS.length);

/** A saved account; no secret has a place in it. */
export const profileSchema = z.strictObject({
  id: idSchema,
  name: shortText,
  jid: shortText.min(1),
  service: shortText,
  trust: trustSchema,
  allowPlaintext: z.boolean(),
  resource: shortText,
  connectTimeoutMs: timeoutSchema,
  options: profileOptionsSchema,
});

/** What a connection needs, the password included. */
export const connectSchema = z.strictObject({
  /** Null for a connection that is not saved. */
  profileId: idSchema.nullable(),
  name: shortText,
  jid: shortText.min(1),
  /** Goes in and never comes out. */
  password: z.string().max(4_096),
  service: shortText,
  trust: trustSchema,
  allowPlaintext: z.boolean(),
  resource: shortText,
  connectTimeoutMs: timeoutSchema,
  options: profileOptionsSchema,
  /** Go in and never come out, as the password does. */
  clientCertificatePassphrase: z.string().max(4_096).optional(),
  proxyPassword: z.string().max(4_096).optional(),
  /** A file chosen through the host, to which the TLS keys of this session are written for Wireshark. */
  tlsKeyLogId: idSchema.optional(),
  /** Behave like a client that does not send the session IQ even when the server demands it. */
  omitSessionIq: z.boolean().optional(),
});

/** A text to send on a session. */
export const sendSchema = z.strictObject({
  sessionId: idSchema,
  xml: xmlTextSchema,
  timeoutMs: timeoutSchema,
  /** Send although a request with the same id still waits; their answers cannot be told apart. */
  allowDuplicateId: z.boolean().optional(),
  /** Send although it is not well-formed, as it stands: the user was told that this ends the stream. */
  evenBroken: z.boolean().optional(),
});

/** Number of an entry in its recording. */
export const seqSchema = z.number().int().min(1);
/** As many entries as a diagram or a copy can hold. */
const seqsSchema = z.array(seqSchema).min(1).max(5_000);
/** In the query language. */
const queryTextSchema = z.string().max(4_096);
const millisecondsSchema = z.number().min(0);

/** A query over a recording. */
export const queryOpenSchema = z.strictObject({
  recordingId: idSchema,
  text: queryTextSchema,
  order: z.enum(QUERY_ORDERS),
  /** Entries up to this number are left out: the view was cleared. */
  afterSeq: z.number().int().min(0),
});

/** Lines of a query by index. */
export const queryLinesSchema = z.strictObject({
  queryId: idSchema,
  from: z.number().int(),
  count: z.number().int().min(1).max(1_000),
});

/** The traffic of a span; null for where the recording begins or ends. */
export const queryDensitySchema = z.strictObject({
  queryId: idSchema,
  fromMs: millisecondsSchema.nullable(),
  toMs: millisecondsSchema.nullable(),
  buckets: z.number().int().min(1).max(2_000),
});

/** Fields whose values can be suggested. */
export const querySuggestSchema = z.strictObject({
  recordingId: idSchema,
  field: z.enum(['from', 'to', 'jid', 'session', 'ns', 'child', 'step', 'type']),
  prefix: shortText,
});

/** A named query; saving one with a known id replaces it. */
export const savedFilterSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1).max(128),
  text: queryTextSchema,
});

/** A registration as the ledger keeps it. */
export const ledgerEntrySchema = z.strictObject({
  id: idSchema,
  account: z.string(),
  service: z.string(),
  node: z.string(),
  pushService: z.string(),
  deviceAlias: z.string(),
  state: z.enum(['stored', 'proven', 'disabled', 'removed']),
  why: z.string(),
  enabledAt: z.string(),
  changedAt: z.string(),
});

/** What the user puts on an entry. */
export const markSchema = z.strictObject({
  recordingId: idSchema,
  seq: seqSchema,
  bookmarked: z.boolean(),
  note: z.string().max(4_096),
});

/** An entry with its text, or with the beginning of it. */
export const entryReadSchema = z.strictObject({
  recordingId: idSchema,
  seq: seqSchema,
  from: z.number().int().min(0).optional(),
  maxChars: z.number().int().min(1).optional(),
});

/** Entries for the clipboard. */
export const copySchema = z.strictObject({
  recordingId: idSchema,
  seqs: seqsSchema,
  format: z.enum(COPY_FORMATS),
});

/** Entries for a sequence diagram. */
export const diagramSchema = z.strictObject({
  recordingId: idSchema,
  seqs: seqsSchema,
  format: z.enum(DIAGRAM_FORMATS),
});

/** Text to make a recording of. */
export const pasteSchema = z.strictObject({
  /** Names it for `import.progressed` and `import.cancel`. */
  importId: idSchema,
  name: shortText,
  text: z.string().min(1).max(MOST_PASTED),
});

/** Scheme, host and port of a web service, and nothing else; empty for none. */
const httpOriginSchema = z
  .string()
  .max(300)
  .regex(/^(?:https?:\/\/[^\s/@?#]+)?$/, {
    message: 'It looks like https://push.example.org:8443, without a path.',
  });

/** What a run works with. */
export const runParametersSchema = z.strictObject({
  procedure: z.enum(PROCEDURE_IDS).optional(),
  secondDeviceId: z.string().max(4_096).optional(),
  flow: z.enum(FLOW_CHOICES),
  sessionId: idSchema,
  pubsubJid: shortText,
  node: shortText,
  pushService: z.enum(PUSH_SERVICES),
  deviceId: z.string().min(1).max(4_096),
  options: z.record(z.string().max(256), z.string().max(4_096)),
  peerSessionId: idSchema.nullable(),
  awayMode: z.enum(AWAY_MODES),
  keep: z.boolean(),
  probe: z.boolean().optional(),
  mongoosePushUrl: httpOriginSchema.optional(),
  timeoutMs: timeoutSchema,
});

/** How a session is to go away. */
export const awaySchema = z.strictObject({ sessionId: idSchema, mode: z.enum(AWAY_MODES) });

/** A step of a run. */
export const stepIdSchema = z.enum(STEP_IDS);

/** What to export, and how. */
export const exportSchema = z.strictObject({
  /** Names it for `export.progressed` and `export.cancel`. */
  exportId: idSchema,
  recordingId: idSchema,
  format: z.enum(FORMAT_IDS),
  /** Which entries; empty for all. */
  query: queryTextSchema,
});

/** Settings of the program as a whole. */
export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** `more` asks for high contrast whatever the system says. Absent counts as `system`. */
  contrast: z.enum(['system', 'more']).optional(),
  recordingLimit: z
    .strictObject({
      entries: z.number().int().min(1_000).max(100_000_000),
      megabytes: z.number().int().min(10).max(1_000_000),
    })
    .optional(),
  retention: z
    .strictObject({
      days: z.number().int().min(1).max(3_650).nullable(),
      megabytes: z.number().int().min(10).max(1_000_000).nullable(),
    })
    .optional(),
});

/** The input of a request that takes none. */
export const nothingSchema = z.strictObject({});
