/**
 * A service that handles one IQ after another, as MongooseIM's PubSub process does: while it waits for
 * MongoosePush, everybody else's requests to it wait too (facts 2.6, notes).
 */
import type { PracticeComponent } from './ports.ts';

/** Wraps a service so that no two IQs are handled at once. */
export function oneAtATime(
  component: PracticeComponent,
): PracticeComponent & { readonly idle: () => Promise<void> } {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    jid: component.jid,
    handleIq(iq) {
      const answered = tail.then(() => component.handleIq(iq));
      tail = answered.catch(() => undefined);
      return answered;
    },
    async idle() {
      await tail;
    },
  };
}
