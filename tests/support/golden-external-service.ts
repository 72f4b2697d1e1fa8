/** The external push service of recording 185: a component that answers when the recording does. */
import { parseXml } from '#shared/xml/parse.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import type { PracticeComponent } from '#services/practice/ports.ts';
import { serializeWire } from '#services/practice/wire-xml.ts';

export type ExternalService = ReturnType<typeof createExternalService>;

/** Creates the component and the connection the recording names. */
export function createExternalService() {
  const asked: { readonly iq: XmlElement; readonly reply: (answer: XmlElement) => void }[] = [];
  const unanswered: typeof asked = [];
  let wake: (() => void) | undefined;
  const component: PracticeComponent = {
    jid: 'ext.localhost',
    handleIq: (iq) =>
      new Promise((resolve) => {
        asked.push({ iq, reply: resolve });
        wake?.();
      }),
  };
  return {
    conn: 'ext-push-service',
    component,
    /** The next IQ the server sent it, or null after `timeoutMs`. */
    async next(timeoutMs: number): Promise<string | null> {
      if (asked.length === 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const request = asked.shift();
      if (request === undefined) return null;
      unanswered.push(request);
      return serializeWire(request.iq);
    },
    /** Answers the oldest open IQ with a recorded answer. */
    answer(xml: string): void {
      const request = unanswered.shift();
      const answer = parseXml(xml);
      if (request === undefined || !answer.ok) throw new Error('nothing to answer, or no XML');
      const { element } = answer;
      request.reply({ ...element, attrs: { ...element.attrs, id: request.iq.attrs['id'] ?? '' } });
    },
  };
}
