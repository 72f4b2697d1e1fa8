/** What all streams of one practice server share. */
import type { FaultBoard } from './faults.ts';
import type { PracticeHost } from './host.ts';
import type { OnlineSession } from './online-session.ts';
import type { StanzaRouter } from './router.ts';
import type { SessionRegistry } from './sessions.ts';

/** The server as a stream sees it. */
export interface StreamServer {
  readonly hosts: ReadonlyMap<string, PracticeHost>;
  /** Named in the header when the client asked for a domain that is not served (recording 21). */
  readonly defaultDomain: string;
  readonly sessions: SessionRegistry;
  readonly router: StanzaRouter;
  /** Sessions with stream management by the id under which they can be resumed. */
  readonly resumable: Map<string, OnlineSession>;
  /** What to do wrong. */
  readonly faults: FaultBoard;
  readonly now: () => Date;
  /** Told when a handler threw; the stream goes on. */
  readonly onCrash: (error: unknown) => void;
}
