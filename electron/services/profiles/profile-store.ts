/** Saved account settings. A profile holds no secret, so this file holds none. */
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { profileSchema } from '#shared/contract/schemas.ts';
import type { Profile } from '#shared/contract/session.ts';
import type { Clock } from '../platform.ts';
import { openVersionedFile } from './versioned-file.ts';

/** The saved profiles. */
export interface ProfileStore {
  /** In the order in which they were first saved. */
  list(): readonly Profile[];
  /** Adds a profile or replaces the one of its id. Fails with `bad-input` or `not-saved`. */
  save(profile: Profile): Result<Profile>;
  /** Fails with `not-found` or `not-saved`. */
  delete(id: string): Result<null>;
  /** What was wrong with the file; null when nothing was. */
  problem(): Problem | null;
}

const FILE_VERSION = 1;
const MAX_PROFILES = 1_000;
const contentSchema = z.array(profileSchema);

/**
 * Opens the profiles of a data folder. A file that cannot be read is set aside.
 * @param folder the data folder; created with the first save
 */
export function createProfileStore({
  folder,
  clock,
}: {
  readonly folder: string;
  readonly clock: Clock;
}): ProfileStore {
  const file = openVersionedFile<readonly Profile[]>({
    path: join(folder, 'profiles.json'),
    version: FILE_VERSION,
    read: (content) => contentSchema.parse(content),
    empty: [],
    clock,
  });

  return {
    list: file.read,
    save(input) {
      const checked = profileSchema.safeParse(input);
      if (!checked.success) return fail(badProfile(checked.error));
      const profile = checked.data;
      const before = file.read();
      const known = before.some(({ id }) => id === profile.id);
      if (!known && before.length >= MAX_PROFILES) return fail(TOO_MANY);
      const saved = file.write(
        known
          ? before.map((other) => (other.id === profile.id ? profile : other))
          : [...before, profile],
      );
      return saved.ok ? ok(profile) : saved;
    },
    delete(id) {
      const before = file.read();
      const after = before.filter((profile) => profile.id !== id);
      if (after.length === before.length) return fail(NO_SUCH_PROFILE);
      const saved = file.write(after);
      return saved.ok ? ok(null) : saved;
    },
    problem: file.problem,
  };
}

function badProfile(error: z.ZodError): Problem {
  const place = error.issues[0]?.path.join('.') ?? '';
  return {
    code: 'bad-input',
    what: 'The profile was not saved.',
    why: 'One of its values is missing or not of the right form.',
    next: 'Correct it and save again.',
    ...(place === '' ? {} : { place }),
  };
}

const NO_SUCH_PROFILE: Problem = {
  code: 'not-found',
  what: 'There is no such profile.',
  why: 'It was deleted already.',
};

const TOO_MANY: Problem = {
  code: 'too-many',
  what: 'The profile was not saved.',
  why: `There are ${MAX_PROFILES} profiles already.`,
  next: 'Delete some that are not needed.',
};
