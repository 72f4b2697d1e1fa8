/**
 * The steps that procedures are made of, as data: which requests, with which templates and values.
 * They follow MongooseIM's tutorial "Using push notifications on the client side" and facts, appendix B.
 */
import type { PushServiceName, StepId } from '../contract/run.ts';
import type { TemplateValues } from '../templates/fields.ts';
import { PUBLISH_OPTION_NAMES } from '../templates/publish-options.ts';
import type { TemplateId } from '../templates/template.ts';

/** What a run knows once the preflight has filled the blanks. */
export interface RunContext {
  readonly ownBareJid: string;
  /** Domain of the account: it publishes the pushes. */
  readonly serverDomain: string;
  /** Pubsub service, or virtual host for PubSub-less. */
  readonly pubsubJid: string;
  readonly node: string;
  readonly pushService: PushServiceName;
  readonly deviceId: string;
  /** Further publish-options by name; blank ones are left out. */
  readonly options: Readonly<Record<string, string>>;
  /** New token of a rotation, or token of the second device. */
  readonly secondDeviceId: string;
}

/** A request of a step: a template with its values. */
export interface StepRequest {
  readonly label: string;
  readonly templateId: TemplateId;
  readonly values: TemplateValues;
}

/** A step of a procedure, as data. */
export interface StepDefinition {
  readonly id: StepId;
  readonly title: string;
  /** `preflight`, `probe` and `proof` have executors of their own; an `exchange` sends its requests in order. */
  readonly kind: 'preflight' | 'exchange' | 'probe' | 'proof';
  readonly requests?: (context: RunContext) => readonly StepRequest[];
}

/** Asks server, account and services what they are. */
export const PREFLIGHT: StepDefinition = { id: 'preflight', title: 'Preflight', kind: 'preflight' };

/** A second node beside the run's own, for a second device. */
function secondNode({ node }: RunContext): string {
  return `${node}-2`;
}

function createStep(
  id: StepId,
  title: string,
  nodeOf: (context: RunContext) => string,
): StepDefinition {
  return {
    ...{ id, title, kind: 'exchange' },
    requests: (context) => [
      {
        label: `Create push node ${nodeOf(context)}`,
        templateId: 'create-node',
        values: {
          to: context.pubsubJid,
          node: nodeOf(context),
          type: 'push',
          access_model: 'whitelist',
          publish_model: 'publishers',
        },
      },
    ],
  };
}

function affiliationStep(
  id: StepId,
  title: string,
  nodeOf: (context: RunContext) => string,
): StepDefinition {
  return {
    ...{ id, title, kind: 'exchange' },
    requests: (context) => [
      {
        label: `Let ${context.serverDomain} publish`,
        templateId: 'set-affiliation',
        values: {
          to: context.pubsubJid,
          node: nodeOf(context),
          jid: context.serverDomain,
          affiliation: 'publish-only',
        },
      },
    ],
  };
}

function enableStep(
  id: StepId,
  title: string,
  nodeOf: (context: RunContext) => string,
  deviceOf: (context: RunContext) => string,
): StepDefinition {
  return {
    ...{ id, title, kind: 'exchange' },
    requests: (context) => [
      {
        label: `Enable push to ${nodeOf(context)}`,
        templateId: 'enable',
        values: {
          ...toOptionValues(context.options),
          jid: context.pubsubJid,
          node: nodeOf(context),
          service: context.pushService,
          device_id: deviceOf(context),
        },
      },
    ],
  };
}

function disableStep(
  id: StepId,
  title: string,
  nodeOf: (context: RunContext) => string,
): StepDefinition {
  return {
    ...{ id, title, kind: 'exchange' },
    requests: (context) => [
      {
        label: `Disable push to ${nodeOf(context)}`,
        templateId: 'disable',
        values: { jid: context.pubsubJid, node: nodeOf(context) },
      },
    ],
  };
}

function deleteStep(
  id: StepId,
  title: string,
  nodeOf: (context: RunContext) => string,
): StepDefinition {
  return {
    ...{ id, title, kind: 'exchange' },
    requests: (context) => [
      {
        label: `Delete node ${nodeOf(context)}`,
        templateId: 'delete-node',
        values: { to: context.pubsubJid, node: nodeOf(context) },
      },
    ],
  };
}

const ownNode = ({ node }: RunContext): string => node;
const ownDevice = ({ deviceId }: RunContext): string => deviceId;
const otherDevice = ({ secondDeviceId }: RunContext): string => secondDeviceId;

/** Creates the run’s node. */
export const CREATE = createStep('create', 'Create node', ownNode);
/** Lets the domain publish to it. */
export const AFFILIATION = affiliationStep('affiliation', 'Affiliation', ownNode);
/** Registers the device with it. */
export const ENABLE = enableStep('enable', 'Enable', ownNode, ownDevice);
/** The same node again: a registration is replaced by one of the same service and node (facts 4.3). */
export const ROTATE = enableStep('rotate', 'Enable with the new token', ownNode, otherDevice);
/** Creates the node of the second device. */
export const CREATE_2 = createStep('create-2', 'Create second node', secondNode);
/** Lets the domain publish to it. */
export const AFFILIATION_2 = affiliationStep('affiliation-2', 'Second affiliation', secondNode);
/** Registers the second device with it. */
export const ENABLE_2 = enableStep('enable-2', 'Enable second device', secondNode, otherDevice);

/** Only where the user asked for it: it sends a real notification. */
export const PROBE: StepDefinition = { id: 'probe', title: 'Publish to own node', kind: 'probe' };

/** Has a message pushed while the receiver is away. */
export const PROOF: StepDefinition = { id: 'proof', title: 'Proof', kind: 'proof' };

/** Takes the registration back. */
export const DISABLE = disableStep('disable', 'Disable', ownNode);
/** Takes the second registration back. */
export const DISABLE_2 = disableStep('disable-2', 'Disable second device', secondNode);
/** Deletes the run’s node. */
export const DELETE = deleteStep('delete', 'Delete node', ownNode);
/** Deletes the node of the second device. */
export const DELETE_2 = deleteStep('delete-2', 'Delete second node', secondNode);

/** Without a node: all that the account has enabled at the service, for all its devices (facts 4.5 D3). */
export const DISABLE_ALL: StepDefinition = {
  id: 'disable-all',
  title: 'Disable all',
  kind: 'exchange',
  requests: ({ pubsubJid }) => [
    {
      label: `Disable everything at ${pubsubJid}`,
      templateId: 'disable-all',
      values: { jid: pubsubJid },
    },
  ],
};

/**
 * What the server would publish, published by the owner of the node: a full summary with the options of
 * the enable (facts 5.5, 5.6).
 * @param marker text by which the push is recognised further on
 */
export function probeRequest(context: RunContext, marker: string): StepRequest {
  return {
    label: `Publish to ${context.node} yourself`,
    templateId: 'publish',
    values: {
      ...toOptionValues(context.options),
      to: context.pubsubJid,
      node: context.node,
      service: context.pushService,
      device_id: context.deviceId,
      'message-count': '1',
      'last-message-sender': context.ownBareJid,
      'last-message-body': `${marker} (a test by Pushscope)`,
    },
  };
}

/** Publish-options by name as values of the enable form: known ones in their fields, others as lines. */
function toOptionValues(options: Readonly<Record<string, string>>): TemplateValues {
  const given = Object.entries(options).filter(([, value]) => value !== '');
  const known = given.filter(([name]) => PUBLISH_OPTION_NAMES.includes(name));
  const others = given.filter(([name]) => !PUBLISH_OPTION_NAMES.includes(name));
  return { ...Object.fromEntries(known), other: others.map(([name, value]) => `${name}=${value}`) };
}
