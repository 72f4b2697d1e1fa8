/**
 * Stream management as far as the library has to know of it: an old stream is taken up instead of
 * binding, or a new one is enabled. What is counted is in `stream-management/`.
 * XEP-0198 1.6.3 "Stream Management", 2025-07-28, §3 and §5. MongooseIM resumes before bind only (facts 8.8).
 */
import type { Client } from '@xmpp/client-core';
import type { StreamFeatures } from '@xmpp/stream-features';
import type { Element } from '@xmpp/xml';
import { NS_BIND, NS_SM_3 } from '#shared/xmpp/namespaces.ts';
import { enableText, resumeText } from '../stream-management/nonzas.ts';
import type { Resumption } from '../stream-management/tracker.ts';

/** What taking up an old stream needs. */
export interface ResumeOptions {
  readonly resumption: Resumption;
  onAsked(): void;
  /** The server has agreed; called before anything behind its answer is read. */
  onResumed(): void;
  /** It has not: a new session is bound. */
  onRefused(): void;
}

/** Asks for the old stream when the server offers binding; has to come before binding itself. */
export function useResumption(streamFeatures: StreamFeatures, options: ResumeOptions): void {
  const { previousId, handled, fullJid } = options.resumption;
  streamFeatures.use('sm', NS_SM_3, async ({ entity, stanza }, next) => {
    // MongooseIM names it before the login too.
    if (stanza.getChild('bind', NS_BIND) === undefined) return next();
    options.onAsked();
    const answer = untilAnswer(entity, ['resumed', 'failed'], (name) => {
      if (name !== 'resumed') return;
      entity._jid(fullJid);
      options.onResumed();
    });
    await entity.write(resumeText(previousId, handled));
    if ((await answer) === 'resumed') {
      entity._ready(false);
      return undefined;
    }
    options.onRefused();
    return next();
  });
}

/**
 * Enables stream management on a bound stream.
 * @param resume ask for an id to resume the stream with
 * @returns whether the server agreed; does not resolve while it does not answer
 */
export async function enableManagement(entity: Client, resume: boolean): Promise<boolean> {
  const answer = untilAnswer(entity, ['enabled', 'failed'], () => undefined);
  await entity.write(enableText(resume));
  return (await answer) === 'enabled';
}

/** @param hear told at once, while the pieces behind the answer still wait */
function untilAnswer(
  entity: Client,
  names: readonly string[],
  hear: (name: string) => void,
): Promise<string> {
  return new Promise((resolve) => {
    entity.on('nonza', function listen(element: Element) {
      if (element.getNS() !== NS_SM_3 || !names.includes(element.name)) return;
      entity.off('nonza', listen);
      hear(element.name);
      resolve(element.name);
    });
  });
}
