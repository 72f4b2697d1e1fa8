/**
 * Whole misconfigurations that the practice server can be started with: each is one of the ways in which
 * push fails on real deployments while every answer to the client looks well.
 */
import type { Flow, PushServiceName } from './run.ts';

/** Node that some plants have ready, owned by the first account of the practice server. */
export const PLANTED_NODE = 'old-phone';

/** A misconfiguration, and the run that shows it. */
export interface PracticePlantKind {
  readonly id: string;
  /** What is wrong, as a sentence without full stop. */
  readonly title: string;
  /** What a run has to work with for the fault to show; what is left out stays as usual. */
  readonly run: {
    readonly flow: Flow;
    /** An existing node. */
    readonly node?: string;
    readonly pushService?: PushServiceName;
    readonly deviceId?: string;
    /** Publish to the node oneself: it brings the publish error to this session. */
    readonly probe?: boolean;
  };
}

/** A token as APNs gives them out, made up. */
const APNS_TOKEN = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0';

/** Every plant, in the order in which they are listed. */
export const PRACTICE_PLANTS = [
  {
    id: 'no-push-module',
    title: 'mod_event_pusher has no push backend',
    run: { flow: 'full' },
  },
  {
    id: 'pep-only',
    title: 'Only the PEP of MongooseIM 6.8 and later is there: no pubsub service, no push nodes',
    run: { flow: 'full' },
  },
  {
    id: 'flat-node',
    title: `The node ${PLANTED_NODE} was made without type push and is a flat one`,
    run: { flow: 'full', node: PLANTED_NODE },
  },
  {
    id: 'missing-affiliation',
    title: `The node ${PLANTED_NODE} lets publishers publish, and the server’s domain is none`,
    run: { flow: 'full', node: PLANTED_NODE },
  },
  {
    id: 'wrong-domain',
    title: `The node ${PLANTED_NODE} lets the pubsub service publish instead of the server’s domain`,
    run: { flow: 'full', node: PLANTED_NODE },
  },
  {
    id: 'virtual-host-misspelt',
    title: 'virtual_pubsub_hosts has a typing error',
    run: { flow: 'less' },
  },
  {
    id: 'wrong-service-token',
    title: 'The provider refuses tokens that are not its own',
    run: { flow: 'full', pushService: 'fcm', deviceId: APNS_TOKEN, probe: true },
  },
  {
    id: 'mongoosepush-off',
    title: 'Nothing listens where MongoosePush should',
    run: { flow: 'full', probe: true },
  },
  {
    id: 'pool-missing',
    title: 'The HTTP pool of mod_push_service_mongoosepush does not exist',
    run: { flow: 'full', probe: true },
  },
  {
    id: 'device-gone',
    title: 'The provider says that the device is no longer registered (410)',
    run: { flow: 'full', probe: true },
  },
  {
    id: 'slow-gateway',
    title: 'MongoosePush answers later than the pool’s request_timeout',
    run: { flow: 'full', probe: true },
  },
  {
    id: 'other-resource',
    title: 'Another resource of the first account is online',
    run: { flow: 'full' },
  },
] as const satisfies readonly PracticePlantKind[];

/** Names of the plants. */
export const PRACTICE_PLANT_IDS = PRACTICE_PLANTS.map(({ id }) => id);

/** Name of a plant. */
export type PracticePlantId = (typeof PRACTICE_PLANTS)[number]['id'];

/** What a plant is. */
export function plantOf(id: PracticePlantId): PracticePlantKind {
  const plant = PRACTICE_PLANTS.find((kind) => kind.id === id);
  if (plant === undefined) throw new RangeError(`There is no plant "${id}".`);
  return plant;
}

/** Whether a text names a plant. */
export function isPlantId(text: string): text is PracticePlantId {
  return PRACTICE_PLANTS.some(({ id }) => id === text);
}
