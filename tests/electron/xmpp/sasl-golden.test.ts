import { describe, expect, it } from 'vitest';
import { createMechanism } from '#services/xmpp/sasl/create-mechanism.ts';
import { createOneMessage } from '#services/xmpp/sasl/one-message.ts';
import { readScramName, type ScramBinding } from '#services/xmpp/sasl/scram.ts';
import { readGolden } from '#tests/support/golden-recording.ts';
import { createScramLogin } from '#tests/support/scram-login.ts';

/** One login that a real MongooseIM accepted, decoded. */
interface RecordedLogin {
  readonly mechanism: string;
  readonly first: string;
  readonly challenge: string;
  readonly final: Buffer;
  readonly success: string;
}

/** The logins of a recording that succeeded, in order. */
function acceptedLogins(id: string): readonly RecordedLogin[] {
  const elements = readGolden(id)
    .lines.flatMap((line) => (line.dir === 'in' || line.dir === 'out' ? [line.xml] : []))
    .filter((xml) => /^<(?:auth|challenge|response|success|failure) /.test(xml));
  const payload = (xml = ''): Buffer => Buffer.from(/>([^<]*)</.exec(xml)?.[1] ?? '', 'base64');
  return elements.flatMap((xml, at) => {
    const mechanism = /^<auth [^>]*mechanism='([^']+)'/.exec(xml)?.[1];
    if (mechanism === undefined) return [];
    const steps = elements.slice(at + 1, at + (mechanism === 'PLAIN' ? 2 : 4));
    if (steps.at(-1)?.startsWith('<success ') !== true) return [];
    const first = payload(xml).toString();
    const [challenge, final] = [payload(steps[0]).toString(), payload(steps[1])];
    return [{ mechanism, first, challenge, final, success: payload(steps.at(-1)).toString() }];
  });
}

/** What the recorded client's connection exported, which is in its last message. */
function recordedBinding({ mechanism, final }: RecordedLogin): ScramBinding {
  if (!mechanism.endsWith('-PLUS')) return { kind: 'none' };
  const input = Buffer.from(/^c=([^,]*),/.exec(final.toString())?.[1] ?? '', 'base64');
  return { kind: 'tls-exporter', data: input.subarray('p=tls-exporter,,'.length) };
}

const SCRAM_LOGINS = [
  '06-sasl-scram-sha-1',
  '07-sasl-scram-sha-256',
  '08-sasl-scram-sha-512',
  '36-sasl-scram-plus-tls-exporter',
]
  .flatMap(acceptedLogins)
  .map((login) => [login.mechanism, login] as const);

describe('a login that MongooseIM accepted', () => {
  it('is recorded for each kind', () => {
    expect(SCRAM_LOGINS.map(([mechanism]) => mechanism)).toEqual([
      ...['SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-512'],
      ...['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-512-PLUS'],
    ]);
  });

  it.each(SCRAM_LOGINS)('comes out the same with %s', async (mechanism, recorded) => {
    const scram = createScramLogin({
      hash: readScramName(mechanism) ?? 'sha1',
      credentials: { username: 'alice', password: 'alicepw' },
      clientNonce: /,r=(.*)$/.exec(recorded.first)?.[1] ?? '',
      binding: recordedBinding(recorded),
    });
    expect(scram.name).toBe(mechanism);
    expect(scram.first()).toBe(recorded.first);
    expect(await scram.answer(recorded.challenge)).toBe(recorded.final.toString());
    expect(() => scram.finish(recorded.success)).not.toThrow();
  });

  it('comes out the same with PLAIN', () => {
    const [recorded] = acceptedLogins('09-sasl-wrong-password');
    const plain = createOneMessage('PLAIN', { username: 'alice', password: 'alicepw' });
    expect(plain?.begin().toString()).toBe(recorded?.first);
  });
});

describe('createMechanism', () => {
  it.each([
    ['never claims that an offer is missing which was made', true, Buffer.alloc(32), 'n,,'],
    ['says that it saw no offer of channel binding', false, Buffer.alloc(32), 'y,,'],
    ['says that it cannot bind', false, null, 'n,,'],
  ])('%s', (_what, plusOffered, binding, header) => {
    const scram = createMechanism('SCRAM-SHA-256', {
      ...{ binding, plusOffered, nonce: 'abc', onScram: () => undefined },
      credentials: { username: 'alice', password: 'alicepw' },
      offer: { mechanisms: [], channelBindings: null },
    });
    expect(scram.begin().toString()).toBe(`${header}n=alice,r=abc`);
  });
});
