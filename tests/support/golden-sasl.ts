/** SCRAM in a replay: responses computed anew, challenges and signatures checked for what they must hold. */
import { answerScram, readAttributes } from './golden-scram.ts';

interface Login {
  readonly mechanism: string;
  readonly clientFirst: string;
  challenge: string;
  serverFinal: string;
}

/** Follows the logins of one replay. */
export function createSaslReplay() {
  const logins = new Map<string, Login>();

  return {
    /**
     * The text to send instead of a recorded one.
     * @param channelBinding of the link this replay has
     * @param accepted whether the recorded server accepted this login
     */
    outgoing(conn: string, xml: string, channelBinding: Buffer, accepted: boolean): string {
      const mechanism = /^<auth [^>]*mechanism='(SCRAM-[^']+)'/.exec(xml)?.[1];
      if (mechanism !== undefined) {
        const clientFirst = payloadOf(xml);
        logins.set(conn, { mechanism, clientFirst, challenge: '', serverFinal: '' });
        return xml;
      }
      const login = logins.get(conn);
      if (login === undefined || !xml.startsWith('<response ')) return xml;
      const recorded = readAttributes(payloadOf(xml))['c'] ?? '';
      const lies = login.mechanism.endsWith('-PLUS') && !accepted;
      const gs2 = /^[^,]*,[^,]*,/.exec(login.clientFirst)?.[0] ?? '';
      const own = Buffer.concat([
        Buffer.from(gs2),
        login.mechanism.endsWith('-PLUS') ? channelBinding : Buffer.alloc(0),
      ]).toString('base64');
      const answer = answerScram({
        ...login,
        binding: lies ? recorded : own,
        password: accepted || lies ? 'alicepw' : 'wrong',
      });
      login.serverFinal = answer.serverFinal;
      return xml.replace(/>[^<]*</, `>${Buffer.from(answer.clientFinal).toString('base64')}<`);
    },
    /** @returns the difference, null for none, undefined when the line is not SCRAM's */
    incoming(conn: string, expected: string, actual: string): string | null | undefined {
      const login = logins.get(conn);
      if (login === undefined) return undefined;
      if (expected.startsWith('<challenge ')) {
        login.challenge = payloadOf(actual);
        return compareShape(expected, actual) ?? compareChallenges(expected, actual);
      }
      if (!expected.startsWith('<success ') || payloadOf(expected) === '') return undefined;
      if (payloadOf(actual) === login.serverFinal) return compareShape(expected, actual);
      return `the server's signature ${payloadOf(actual)} is not ${login.serverFinal}`;
    },
  };
}

function payloadOf(xml: string): string {
  return Buffer.from(/>([^<]*)</.exec(xml)?.[1] ?? '', 'base64').toString('utf8');
}

function compareShape(expected: string, actual: string): string | null {
  const shape = (xml: string): string => xml.replace(/>[^<]*</, '>…<');
  return shape(expected) === shape(actual) ? null : `received ${actual} instead of ${expected}`;
}

/** Same client nonce in front, same iteration count, salt and server nonce of the same length. */
function compareChallenges(expected: string, actual: string): string | null {
  const [wanted, got] = [readAttributes(payloadOf(expected)), readAttributes(payloadOf(actual))];
  const same =
    Object.keys(wanted).join() === Object.keys(got).join() &&
    wanted['i'] === got['i'] &&
    wanted['s']?.length === got['s']?.length &&
    wanted['r']?.length === got['r']?.length &&
    wanted['r']?.slice(0, 16) === got['r']?.slice(0, 16);
  return same ? null : `challenge ${payloadOf(actual)} instead of ${payloadOf(expected)}`;
}
