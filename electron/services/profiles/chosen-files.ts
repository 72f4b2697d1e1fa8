/**
 * CA files the user chose. Hosts and the renderer know a file by its id; the path stays here, so that
 * nothing outside can make a service read a path of its choosing.
 */
import { basename, isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import type { ChosenFile } from '#shared/contract/channels.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { Clock, HostPlatform, IdSource } from '../platform.ts';
import { readCertificateFile } from './certificate-file.ts';
import { openVersionedFile } from './versioned-file.ts';

/** CA files by id. */
export interface ChosenFiles {
  /** Lets the user choose a CA file. Null when cancelled; fails as {@link readCertificateFile} does. */
  choose(): Promise<Result<ChosenFile | null>>;
  /** Takes a CA file named on the command line. */
  add(path: string): Result<ChosenFile>;
  /** The file as it is now. Fails with `not-found` or as {@link readCertificateFile} does. */
  read(id: string): Result<string>;
  /** Lets the user choose a client certificate. Null when cancelled. */
  chooseClientCertificate(): Promise<Result<ChosenFile | null>>;
  /** Lets the user choose where TLS keys are written; known until the program ends. Null when cancelled. */
  chooseKeyLog(): Promise<Result<ChosenFile | null>>;
  /** For the session service: the PEM text, or null when there is none. */
  resolveCa(id: string): Promise<string | null>;
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
  readonly platform: Pick<HostPlatform, 'chooseFile'>;
}): ChosenFiles {
  const file = openVersionedFile<readonly KnownFile[]>({
    path: join(folder, 'chosen-files.json'),
    version: FILE_VERSION,
    read: (content) => contentSchema.parse(content),
    empty: [],
    clock,
  });

  function add(givenPath: string): Result<ChosenFile> {
    const path = resolve(givenPath);
    const pem = readCertificateFile(path);
    if (!pem.ok) return pem;
    const known = file.read().find((one) => one.path === path);
    if (known !== undefined) return ok({ id: known.id, name: basename(path) });
    const added = { id: `ca-${ids.random()}`, path };
    const saved = file.write([...file.read(), added].slice(-MAX_FILES));
    return saved.ok ? ok({ id: added.id, name: basename(path) }) : saved;
  }

  function read(id: string): Result<string> {
    const known = file.read().find((one) => one.id === id);
    return known === undefined ? fail(NO_SUCH_FILE) : readCertificateFile(known.path);
  }

  return {
    async choose() {
      const path = await platform.chooseFile('ca');
      return path === null ? ok(null) : add(path);
    },
    chooseClientCertificate: () => Promise.resolve(ok(null)),
    chooseKeyLog: () => Promise.resolve(ok(null)),
    add,
    read,
    async resolveCa(id) {
      const pem = read(id);
      return pem.ok ? pem.value : null;
    },
  };
}

const NO_SUCH_FILE: Problem = {
  code: 'not-found',
  what: 'The CA file of this profile is not known.',
  why: 'It was chosen on another computer, or too long ago.',
  next: 'Choose the CA file again.',
};
