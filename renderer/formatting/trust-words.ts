/** What a choice of trust means. */
import type { ChosenFile } from '#shared/contract/channels.ts';
import type { TlsTrust } from '#shared/contract/session.ts';
import { formatFingerprint } from './session-facts.ts';

/** Enough of a fingerprint to recognise it. */
const SHOWN_CHARACTERS = 23;

/** @param choice the choice with what was chosen for it */
export function describeTrust(choice: {
  readonly trust: TlsTrust['kind'];
  readonly caFile: ChosenFile | null;
  readonly fingerprint256: string;
}): string {
  switch (choice.trust) {
    case 'system':
      return 'The authorities this computer trusts.';
    case 'ca-file':
      return choice.caFile === null
        ? 'Only the authority in a file.'
        : `Only the authority in ${choice.caFile.name}.`;
    case 'pinned':
      return choice.fingerprint256 === ''
        ? 'Exactly one certificate, accepted by you.'
        : `Exactly ${formatFingerprint(choice.fingerprint256).slice(0, SHOWN_CHARACTERS)}…`;
    default:
      return choice.trust satisfies never;
  }
}
