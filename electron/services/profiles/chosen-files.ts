/**
 * Files for TLS that the user chose: authorities, client certificates, key logs. Hosts and the renderer know a file by its id; the path stays here, so that
 * nothing outside can make a service read a path of its choosing.
 */
import { basename, isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import type { ChosenFile } from '#shared/contract/channels.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { Clock, HostPlatform, IdSource } from '../platform.ts';
import type { ChosenTlsFiles } from '../xmpp/tls-plan.ts';
import { readCertificateFile } from './certificate-file.ts';
import { readClientCertificateFile, readClientKeyFile } from './client-certificate-file.ts';
import { openVersionedFile } from './versioned-file.ts';

/** Chosen files by id. */
export interface ChosenFiles extends ChosenTlsFiles {
  /** Lets the user choose a CA file. Null when cancelled; fails as {@link readCertificateFile} does. */
  choose(): Promise<Result<ChosenFile | null>>;
  /** Takes a CA file named on the command line. */
  add(path: string): Result<ChosenFile>;
  /** The file as it is now. Fails with `not-found` or as {@link readCertificateFile} does. */
  read(id: string): Result<string>;
  /** Lets the user choose a client certificate. Null when cancelled; fails as {@link readClientCertificateFile} does. */
  chooseClientCertificate(): Promise<Result<ChosenFile | null>>;
  /** Takes a client certificate named on the command line. */
  addClientCertificate(path: string): Result<ChosenFile>;
  /** Lets the user choose where TLS keys are written; known until the program ends. Null when cancelled. */
  chooseKeyLog(): Promise<Result<ChosenFile | null>>;
  /** Takes a key log named on the command line. Never fails: whether it can be written is seen when it is. */
  addKeyLog(path: string): ChosenFile;
}

const FILE_VERSION = 1;
/** Older ones are forgotten. */
const MAX_FILES = 100;
const contentSchema = z.array(
  z.object({ id: z.string().min(1), path: z.string().refine(isAbsolute) }),
);
type KnownFile = z.infer<typeof contentSchema>[number];

/**
 * Opens the list of chosen files of a data folder.
 * @param folder the data folder; created with the first choice
 */
export function createChosenFiles({
  folder,
  clock,
  ids,
  platform,
}: {
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: Pick<IdSource, 'random'>;
  readonly platform: Pick<HostPlatform, 'chooseFile' | 'chooseTarget'>;
}): ChosenFiles {
  const file = openVersionedFile<readonly KnownFile[]>({
    path: join(folder, 'chosen-files.json'),
    version: FILE_VERSION,
    read: (content) => contentSchema.parse(content),
    empty: [],
    clock,
  });

  /** Known until the program ends: who wants keys written says so each time. */
  const keyLogs = new Map<string, string>();

  function remember(path: string, prefix: 'ca' | 'certificate'): Result<ChosenFile> {
    const known = file.read().find((one) => one.path === path && one.id.startsWith(prefix));
    if (known !== undefined) return ok({ id: known.id, name: basename(path) });
    const added = { id: `${prefix}-${ids.random()}`, path };
    const saved = file.write([...file.read(), added].slice(-MAX_FILES));
    return saved.ok ? ok({ id: added.id, name: basename(path) }) : saved;
  }

  function add(givenPath: string): Result<ChosenFile> {
    const path = resolve(givenPath);
    const pem = readCertificateFile(path);
    return pem.ok ? remember(path, 'ca') : pem;
  }

  function addClientCertificate(givenPath: string): Result<ChosenFile> {
    const path = resolve(givenPath);
    const read = readClientCertificateFile(path);
    return read.ok ? remember(path, 'certificate') : read;
  }

  function addKeyLog(givenPath: string): ChosenFile {
    const path = resolve(givenPath);
    const id = `keylog-${ids.random()}`;
    keyLogs.set(id, path);
    return { id, name: basename(path) };
  }

  function pathOf(id: string): string | undefined {
    return file.read().find((one) => one.id === id)?.path;
  }

  function read(id: string): Result<string> {
    const path = pathOf(id);
    return path === undefined ? fail(NO_SUCH_FILE) : readCertificateFile(path);
  }

  return {
    async choose() {
      const path = await platform.chooseFile('ca');
      return path === null ? ok(null) : add(path);
    },
    async chooseClientCertificate() {
      const path = await platform.chooseFile('client-certificate');
      return path === null ? ok(null) : addClientCertificate(path);
    },
    async chooseKeyLog() {
      const path = await platform.chooseTarget('tls-keys.log');
      return ok(path === null ? null : addKeyLog(path));
    },
    add,
    addClientCertificate,
    addKeyLog,
    read,
    async resolveCa(id) {
      const pem = read(id);
      return pem.ok ? pem.value : null;
    },
    async resolveClientCertificate(id) {
      const path = pathOf(id);
      return path === undefined ? null : readClientKeyFile(path);
    },
    resolveKeyLog: (id) => keyLogs.get(id) ?? null,
  };
}

const NO_SUCH_FILE: Problem = {
  code: 'not-found',
  what: 'The CA file of this profile is not known.',
  why: 'It was chosen on another computer, or too long ago.',
  next: 'Choose the CA file again.',
};
