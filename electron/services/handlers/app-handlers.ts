/** Requests about the program itself, its settings, profiles and chosen files. */
import { ok } from '#shared/contract/result.ts';
import type { Handlers } from '../request-handlers.ts';
import { VERSION } from '../version.ts';

/** Answers `app.*`, `settings.*`, `profile.*` and `ca.*`. */
export const appHandlers: Handlers<
  | 'app.describe'
  | 'settings.read'
  | 'settings.save'
  | 'profile.list'
  | 'profile.save'
  | 'profile.delete'
  | 'ca.choose'
  | 'certificate.choose'
  | 'keylog.choose'
> = {
  'app.describe': async ({ dataFolder, platform, profiles, settings, filters, keeping }) =>
    ok({
      version: VERSION,
      runtime: platform.runtime,
      dataFolder,
      problems: [
        ...[profiles, settings, filters]
          .map((store) => store.problem())
          .filter((problem) => problem !== null),
        ...(await keeping.found()),
      ],
    }),
  'settings.read': ({ settings }) => ok(settings.read()),
  'settings.save': ({ settings }, wanted) => settings.save(wanted),
  'profile.list': ({ profiles }) => ok(profiles.list()),
  'profile.save': ({ profiles }, profile) => profiles.save(profile),
  'profile.delete': ({ profiles }, { id }) => profiles.delete(id),
  'ca.choose': ({ chosenFiles }) => chosenFiles.choose(),
  'certificate.choose': ({ chosenFiles }) => chosenFiles.chooseClientCertificate(),
  'keylog.choose': ({ chosenFiles }) => chosenFiles.chooseKeyLog(),
};
