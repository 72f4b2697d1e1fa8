/** The verdict on the answer to a stanza that was sent by hand. */
import type { Sending } from '#renderer/stores/compose.ts';
import type { Verdict } from '#shared/contract/run.ts';
import { verdictFor } from '#shared/explain/verdicts.ts';
import { mongooseVersion } from '#shared/xmpp/server-version.ts';

/** @returns null while there is no outcome, and for what nobody answers */
export function sendingVerdict(sending: Sending): Verdict | null {
  const { exchange, requestXml, account, software } = sending;
  const outcome = exchange?.outcome ?? null;
  if (outcome === null) return null;
  const serverVersion = mongooseVersion(software);
  return verdictFor({
    ...{ flow: 'full', outcome, requestXml, account, serverName: software },
    ...(serverVersion === undefined ? {} : { serverVersion }),
    foreignAnswers: exchange?.foreignAnswers ?? [],
  });
}
