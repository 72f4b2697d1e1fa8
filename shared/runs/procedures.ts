/**
 * The procedures as data: which steps, in which order, with which templates.
 * They follow MongooseIM's tutorial "Using push notifications on the client side" and facts, appendix B.
 */
import type { Flow, PushServiceName, StepId } from '../contract/run.ts';
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

/** The steps of a flow, in their order. */
export interface Procedure {
  readonly flow: Flow;
  readonly title: string;
  readonly steps: readonly StepDefinition[];
}

const PREFLIGHT: StepDefinition = { id: 'preflight', title: 'Preflight', kind: 'preflight' };

const CREATE: StepDefinition = {
  id: 'create',
  title: 'Create node',
  kind: 'exchange',
  requests: ({ pubsubJid, node }) => [
    {
      label: `Create push node ${node}`,
      templateId: 'create-node',
      values: {
        to: pubsubJid,
        node,
        type: 'push',
        access_model: 'whitelist',
        publish_model: 'publishers',
      },
    },
  ],
};

const AFFILIATION: StepDefinition = {
  id: 'affiliation',
  title: 'Affiliation',
  kind: 'exchange',
  requests: ({ pubsubJid, node, serverDomain }) => [
    {
      label: `Let ${serverDomain} publish`,
      templateId: 'set-affiliation',
      values: { to: pubsubJid, node, jid: serverDomain, affiliation: 'publish-only' },
    },
  ],
};

const ENABLE: StepDefinition = {
  id: 'enable',
  title: 'Enable',
  kind: 'exchange',
  requests: (context) => [
    {
      label: `Enable push to ${context.node}`,
      templateId: 'enable',
      values: {
        ...toOptionValues(context.options),
        jid: context.pubsubJid,
        node: context.node,
        service: context.pushService,
        device_id: context.deviceId,
      },
    },
  ],
};

/** Only where the user asked for it: it sends a real notification. */
const PROBE: StepDefinition = { id: 'probe', title: 'Publish to own node', kind: 'probe' };

const PROOF: StepDefinition = { id: 'proof', title: 'Proof', kind: 'proof' };

const DISABLE: StepDefinition = {
  id: 'disable',
  title: 'Disable',
  kind: 'exchange',
  requests: ({ pubsubJid, node }) => [
    { label: `Disable push to ${node}`, templateId: 'disable', values: { jid: pubsubJid, node } },
  ],
};

const DELETE: StepDefinition = {
  id: 'delete',
  title: 'Delete node',
  kind: 'exchange',
  requests: ({ pubsubJid, node }) => [
    { label: `Delete node ${node}`, templateId: 'delete-node', values: { to: pubsubJid, node } },
  ],
};

/** All procedures by flow. Disable comes before delete: a registration must never outlive its node (facts 2.7). */
export const PROCEDURES: Readonly<Record<Flow, Procedure>> = {
  full: {
    flow: 'full',
    title: 'PubSub-full',
    steps: [PREFLIGHT, CREATE, AFFILIATION, ENABLE, PROBE, PROOF, DISABLE, DELETE],
  },
  less: {
    flow: 'less',
    title: 'PubSub-less',
    steps: [PREFLIGHT, ENABLE, PROOF, DISABLE],
  },
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
