/**
 * Makes of the well-configured host one that is planted with a misconfiguration. What concerns MongoosePush
 * and the providers behind it is done by the gateway.
 */
import { PLANTED_NODE, type PracticePlantId } from '#shared/contract/practice-plants.ts';
import type { GatewayBehaviour } from '../gateway/behaviour.ts';
import type { PracticeHostConfig, PracticeNode } from './ports.ts';

/** Port of the discard service: as good as never is anything listening there. */
const NOBODY_LISTENS = 'http://127.0.0.1:9';

/**
 * Plants a misconfiguration. The pool's address stays what it was: it is asked at every push.
 * @param host the host as it should be; not changed
 */
export function plantHost(host: PracticeHostConfig, plant: PracticePlantId): PracticeHostConfig {
  switch (plant) {
    case 'no-push-module':
      return { ...host, push: null };
    case 'pep-only':
      return { ...host, pubsubPlugins: null, pepOnly: true };
    case 'flat-node':
      return { ...host, nodes: [node('flat', {}, {})] };
    case 'missing-affiliation':
      return { ...host, nodes: [node('push', LIMITED, {})] };
    case 'wrong-domain': {
      const affiliations = { [`pubsub.${host.domain}`]: 'publish-only' } as const;
      return { ...host, nodes: [node('push', LIMITED, affiliations)] };
    }
    case 'virtual-host-misspelt':
      return {
        ...host,
        push: { virtualPubsubHosts: ['psuh.@HOST@'], plugin: host.push?.plugin ?? 'defaults' },
      };
    case 'mongoosepush-off':
      return withPool(host, NOBODY_LISTENS);
    case 'pool-missing':
      return withPool(host, null);
    case 'other-resource':
      return { ...host, resources: [{ account: 'alice', resource: 'desktop', priority: 5 }] };
    case 'wrong-service-token':
    case 'device-gone':
    case 'slow-gateway':
      return host;
    default:
      return plant satisfies never;
  }
}

/** How the gateway treats pushes for a plant; null for none. */
export function plantedBehaviour(plant: PracticePlantId | null): GatewayBehaviour {
  switch (plant) {
    case 'device-gone':
      return 'device-gone';
    case 'slow-gateway':
      return 'slow';
    case 'wrong-service-token':
      return 'strict-tokens';
    default:
      return 'as-usual';
  }
}

/** What MongooseIM's tutorial advises: only who is affiliated may publish. */
const LIMITED = { access_model: 'whitelist', publish_model: 'publishers' };

function node(
  type: PracticeNode['type'],
  options: PracticeNode['options'],
  affiliations: PracticeNode['affiliations'],
): PracticeNode {
  return { name: PLANTED_NODE, type, owner: 'alice', options, affiliations };
}

function withPool(host: PracticeHostConfig, url: string | null): PracticeHostConfig {
  if (host.mongoosePush === null) return host;
  const { apiVersion, requestTimeoutMs } = host.mongoosePush;
  return { ...host, mongoosePush: { apiVersion, requestTimeoutMs, url } };
}
