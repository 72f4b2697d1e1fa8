/** What the linter may know of the session that would send the draft. */
import type { LintContext } from '#shared/lint/context.ts';
import { stands } from '#shared/runs/ledger.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import { versionIn } from '#shared/xmpp/server-version.ts';
import { useExchangesStore } from './exchanges.ts';
import { useLedgerStore } from './ledger.ts';
import { useServerFactsStore } from './server-facts.ts';
import { useSessionsStore } from './sessions.ts';

/** @returns nothing but empty facts without an active session */
export function lintContext(): LintContext {
  const session = useSessionsStore().active;
  if (session === null) return {};
  const pending = useExchangesStore().pending.filter(({ sessionId }) => sessionId === session.id);
  const serverVersion = versionIn(useServerFactsStore().softwareOf(session.id));
  return {
    ...(serverVersion === undefined ? {} : { serverVersion }),
    ownJid: session.boundJid ?? session.jid,
    registrations: useLedgerStore().entries.filter(
      (entry) => stands(entry) && entry.account === toBareJid(session.jid),
    ),
    pendingIds: new Set(pending.map(({ stanzaId }) => stanzaId)),
  };
}
