/** What the linter may know of the session that would send the draft. */
import { computed, type ComputedRef } from 'vue';
import type { LintContext } from '#shared/lint/context.ts';
import { stands } from '#shared/runs/ledger.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import { mongooseVersion } from '#shared/xmpp/server-version.ts';
import { useExchangesStore } from './exchanges.ts';
import { useLedgerStore } from './ledger.ts';
import { useServerFactsStore } from './server-facts.ts';
import { useSessionsStore } from './sessions.ts';

/**
 * Follows the active session. Sessions and exchanges change with every stanza, so the context stays the same
 * object while it says the same: else a draft would be judged anew in each frame of a burst.
 * @param stanzaId of the draft; other ids that wait for answers do not matter to it
 */
export function useLintContext(stanzaId: () => string): ComputedRef<LintContext> {
  let said = '';
  return computed((known?: LintContext) => {
    const facts = factsOf(stanzaId());
    const saying = JSON.stringify(facts);
    if (known !== undefined && saying === said) return known;
    said = saying;
    return { ...facts, pendingIds: new Set(facts.pendingIds) };
  });
}

type Facts = Omit<LintContext, 'pendingIds'> & { readonly pendingIds: readonly string[] };

function factsOf(stanzaId: string): Facts {
  const session = useSessionsStore().active;
  if (session === null) return { pendingIds: [] };
  const isPending = useExchangesStore().pending.some(
    (exchange) => exchange.sessionId === session.id && exchange.stanzaId === stanzaId,
  );
  const serverVersion = mongooseVersion(useServerFactsStore().softwareOf(session.id));
  return {
    ...(serverVersion === undefined ? {} : { serverVersion }),
    ownJid: session.boundJid ?? session.jid,
    registrations: useLedgerStore()
      .entries.filter((entry) => stands(entry) && entry.account === toBareJid(session.jid))
      .map(({ service, node }) => ({ service, node })),
    pendingIds: isPending ? [stanzaId] : [],
  };
}
