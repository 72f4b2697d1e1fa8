/** Which server versions an explanation holds for, and what the configuration calls things in them. */
import { compareVersions } from '../xmpp/server-version.ts';
import { type ConfigPart, type Explanation, FIRST_KNOWN, LAST_KNOWN } from './explanation.ts';

/** Names of a section with the version each begins with, the newest first. Facts 2.2 and the tables of changes. */
const SECTIONS: Readonly<Record<ConfigPart, readonly { since: string; name: string }[]>> = {
  push: [
    { since: '5.1', name: '[modules.mod_event_pusher.push]' },
    { since: '4.0', name: '[modules.mod_event_pusher.backend.push]' },
    { since: '0', name: 'mod_event_pusher in mongooseim.cfg' },
  ],
  pubsub: [
    { since: '6.8', name: '[modules.mod_pubsub_old]' },
    { since: '4.0', name: '[modules.mod_pubsub]' },
    { since: '0', name: 'mod_pubsub in mongooseim.cfg' },
  ],
};

/**
 * Whether an explanation may hold. What is not known to have ended is taken to go on.
 * @param version of the server; undefined: unknown, so all may
 */
export function holdsFor({ versions }: Explanation, version: string | undefined): boolean {
  if (version === undefined || !/^\d/.test(version)) return true;
  const since = versions?.since ?? '0';
  const until = versions?.until;
  return (
    compareVersions(version, since) >= 0 &&
    (until === undefined || compareVersions(version, until) <= 0)
  );
}

/**
 * The versions in words, with what is not known.
 * @param version of the server, when it is known to be MongooseIM's
 */
export function versionWords({ versions }: Explanation, version?: string): string {
  const since = versions?.since ?? FIRST_KNOWN;
  const until = versions?.until ?? LAST_KNOWN;
  const range = `MongooseIM ${since} to ${until}`;
  // Facts were read in the sources up to 6.8; of later ones only release notes are known.
  const read = versions?.until === undefined ? `${range} (after 6.8 by release notes only)` : range;
  if (versions?.until !== undefined) return `${range}.`;
  const beyond =
    version !== undefined && /^\d/.test(version) && compareVersions(version, LAST_KNOWN) > 0;
  return beyond
    ? `${read}; not known beyond ${LAST_KNOWN}, and this server says ${version}.`
    : `${read}; not known beyond ${LAST_KNOWN}.`;
}

/**
 * What the configuration of a version calls a section.
 * @param section a part, or a section named the same in all versions
 * @param version absent: the newest name, with the one before it
 */
export function sectionName(section: string, version?: string): string {
  if (!isPart(section)) return section;
  const names = SECTIONS[section];
  if (version !== undefined && /^\d/.test(version)) {
    return names.find(({ since }) => compareVersions(version, since) >= 0)?.name ?? section;
  }
  const [newest, before] = names;
  return newest === undefined || before === undefined
    ? section
    : `${newest.name} (before ${newest.since}: ${before.name})`;
}

function isPart(section: string): section is ConfigPart {
  return section === 'push' || section === 'pubsub';
}
