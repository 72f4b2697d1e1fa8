/**
 * A service that handles one IQ after another, as MongooseIM's PubSub process does: while it waits for
 * MongoosePush, everybody else's requests to it wait too (facts 2.6, notes).
 */
import { createSerialQueue } from '../serial-queue.ts';
import type { PracticeComponent } from './ports.ts';

/** Wraps a service so that no two IQs are handled at once. */
export function oneAtATime(
  component: PracticeComponent,
): PracticeComponent & { readonly idle: () => Promise<void> } {
  const queue = createSerialQueue();
  return {
    jid: component.jid,
    handleIq: (iq) => queue.run(() => component.handleIq(iq)),
    idle: queue.idle,
  };
}
