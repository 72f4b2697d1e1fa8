/** The host that the practice server offers when nobody configures one: the recorded `localhost`. */
import type { PracticeAuthConfig, PracticeHostConfig } from './ports.ts';

/** Domain of the one host. */
export const PRACTICE_DOMAIN = 'localhost';

/** Accounts and their public passwords. */
export const PRACTICE_ACCOUNTS: Readonly<Record<string, string>> = {
  alice: 'alicepw',
  bob: 'bobpw',
  carol: 'carolpw',
};

/** `request_timeout` of the recorded HTTP pool, in milliseconds. */
const REQUEST_TIMEOUT_MS = 2000;

/**
 * One host with PubSub-full on `pubsub.localhost` and PubSub-less on `push.localhost`.
 * @param gatewayUrl where MongoosePush listens, or null for a pool that does not exist; asked at every push
 * @param auth besides what the recorded server offers
 */
export function defaultHosts(
  gatewayUrl: () => string | null,
  auth: PracticeAuthConfig = {},
): readonly [PracticeHostConfig] {
  return [
    {
      domain: PRACTICE_DOMAIN,
      accounts: PRACTICE_ACCOUNTS,
      auth,
      pubsubPlugins: ['flat', 'pep', 'push'],
      createNodeDenied: ['carol'],
      push: { virtualPubsubHosts: ['push.@HOST@'], plugin: 'defaults' },
      mongoosePush: {
        apiVersion: 'v3',
        get url() {
          return gatewayUrl();
        },
        requestTimeoutMs: REQUEST_TIMEOUT_MS,
      },
    },
  ];
}
