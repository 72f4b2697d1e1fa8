/** A SCRAM exchange of the console with what a test does not care about filled in. */
import { createScram, type ScramOptions } from '#services/xmpp/sasl/scram.ts';

export interface ScramLogin {
  first(): string;
  answer(challenge: string): Promise<string>;
  finish(serverFinal: string): void;
  readonly name: string;
}

/** Creates an exchange that takes and gives text. */
export function createScramLogin(options: Partial<ScramOptions> = {}): ScramLogin {
  const scram = createScram({
    hash: 'sha1',
    credentials: { username: 'user', password: 'pencil' },
    clientNonce: 'abc',
    binding: { kind: 'none' },
    offer: { mechanisms: [], channelBindings: null },
    onScram: () => undefined,
    ...options,
  });
  return {
    name: scram.name,
    first: () => scram.begin().toString(),
    answer: async (challenge) => (await scram.answer(Buffer.from(challenge))).toString(),
    finish: (serverFinal) => scram.finish(Buffer.from(serverFinal)),
  };
}
