/**
 * The session that one stream carries: opened when a resource is bound, taken over from a lost stream,
 * replaced by another.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import type { PracticeHost } from './host.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { type OnlineSession, openSession, type SessionStream } from './online-session.ts';
import type { StreamViolation } from './stream-management.ts';
import type { StreamServer } from './stream-server.ts';

/** One stream's session; there is none before it is opened or resumed. */
export interface StreamSession {
  /** @returns the session, for what is switched on along with it */
  open(host: PracticeHost, bareJid: string, fullJid: string): OnlineSession;
  /**
   * Takes over a session whose stream was lost.
   * @param acknowledged how many stanzas the client says it handled
   * @param greet tells the client, before what is sent again
   * @returns false when the account has no session under this id
   */
  resume(
    bareJid: string | null,
    previousId: string,
    acknowledged: number,
    greet: (handled: number) => void,
  ): boolean;
  handle(element: XmlElement): Promise<StreamViolation | null>;
  /** The stream was closed. */
  end(): void;
  /** The link broke: with stream management the session outlives it. */
  lose(): void;
}

/** What {@link createStreamSession} needs. */
export interface StreamSessionOptions {
  readonly server: StreamServer;
  readonly policy: ListenerPolicy;
  send(element: XmlElement): void;
  endWithError(violation: StreamViolation): void;
  /** Closes the connection. */
  close(): void;
}

/** Begins without a session. */
export function createStreamSession(options: StreamSessionOptions): StreamSession {
  const { server, policy } = options;
  let session: OnlineSession | undefined;

  const stream: SessionStream = {
    send: (element) => options.send(element),
    end: (violation) => options.endWithError(violation),
    release() {
      session = undefined;
      options.close();
    },
  };

  function take(): OnlineSession | undefined {
    const taken = session;
    session = undefined;
    return taken;
  }

  return {
    open(host, bareJid, fullJid) {
      session = openSession({ server, host, policy, fullJid, bareJid, stream });
      return session;
    },
    resume(bareJid, previousId, acknowledged, greet) {
      const resumed = server.resumable.get(previousId);
      if (resumed?.bareJid !== bareJid) return false;
      session = resumed;
      resumed.resume(stream, acknowledged, greet);
      return true;
    },
    handle: async (element) => (await session?.handle(element)) ?? null,
    end: () => take()?.end(),
    lose: () => take()?.lose(),
  };
}
