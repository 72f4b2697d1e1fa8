/** The exchange of messages that logging in is, the same in both SASL profiles but for the elements around them. */
import type { Client } from '@xmpp/client-core';
import type { Element } from '@xmpp/xml';
import xml from '@xmpp/xml';
import { SaslRefusal, type SaslMechanism } from '../sasl/mechanism.ts';

/** What the profiles differ in. */
export interface SaslProfile {
  readonly ns: string;
  /** The element that begins a login. */
  request(mechanism: string, message: Buffer): Element;
  /** Base64 text that came with the success, empty when there was none. */
  successData(success: Element): string;
}

/**
 * Runs a login to its success; a `<failure/>` ends the connection before it gets here.
 * @param onSuccess called before anything that follows the success is read
 * @throws SaslRefusal when the console gives up
 */
export function runExchange(
  entity: Client,
  profile: SaslProfile,
  mechanism: SaslMechanism,
  onSuccess: (success: Element) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      entity.off('nonza', listen);
      end();
    };
    const giveUp = (error: unknown): void => settle(() => reject(asError(error)));

    async function answer(challenge: Element): Promise<void> {
      const message = await mechanism.answer(decode(challenge.text()));
      await entity.send(xml('response', { xmlns: profile.ns }, message.toString('base64')));
    }

    function succeed(success: Element): void {
      mechanism.finish(decode(profile.successData(success)));
      onSuccess(success);
      settle(resolve);
    }

    function listen(element: Element): void {
      if (element.getNS() !== profile.ns) return;
      try {
        if (element.name === 'challenge') answer(element).catch(giveUp);
        else if (element.name === 'success') succeed(element);
        else
          throw new SaslRefusal(
            `The server answered with <${element.name}/>, which is not known here.`,
          );
      } catch (error) {
        giveUp(error);
      }
    }

    entity.on('nonza', listen);
    try {
      entity.send(profile.request(mechanism.name, mechanism.begin())).catch(giveUp);
    } catch (error) {
      giveUp(error);
    }
  });
}

/** @see RFC 6120 §6.4.2: a single `=` stands for no bytes. */
function decode(text: string): Buffer {
  const base64 = text.replace(/\s/g, '');
  if (base64 === '' || base64 === '=') return Buffer.alloc(0);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw new SaslRefusal('What the server sent during the login is not Base64.');
  }
  return Buffer.from(base64, 'base64');
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
