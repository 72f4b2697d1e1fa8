/** Rules for creating a node. XEP-0060 1.30.0 §8.1; facts 2.2. */
import { guessPushService } from '../templates/publish-options.ts';
import { setAttribute } from './edits.ts';
import { actions } from './pubsub-parts.ts';
import type { LintRule } from './rule.ts';

const CREATE_TYPE: LintRule = {
  id: 'pubsub.create-type',
  severity: 'warning',
  title: 'Does not ask for a push node',
  reason:
    'MongooseIM makes a node of its first kind, usually a flat one, and says nothing. Such a node never pushes.',
  evidence: 'facts 2.2 C2; facts 2.2 C3',
  check: (document) =>
    actions(document, 'create')
      .filter((create) => create.attrs['type'] !== 'push')
      .map((element) => ({
        element,
        attribute: 'type',
        message: `The node type is ${element.attrs['type'] === undefined ? 'missing' : `"${element.attrs['type']}"`}. Write type='push' for a node that pushes.`,
        fix: setAttribute(document, element, 'type', 'push'),
      })),
};

const CREATE_NODE_MISSING: LintRule = {
  id: 'pubsub.create-node-missing',
  severity: 'error',
  title: 'Push node without a name',
  reason: 'The service invents no names for push nodes: not-acceptable with nodeid-required.',
  evidence: 'facts 2.2 C4',
  check: (document) =>
    actions(document, 'create')
      .filter((create) => create.attrs['type'] === 'push' && (create.attrs['node'] ?? '') === '')
      .map((element) => ({
        element,
        attribute: 'node',
        message: 'The node has no name. Give it one; do not use the device token.',
      })),
};

const CREATE_NODE_TOKEN: LintRule = {
  id: 'pubsub.node-is-token',
  severity: 'warning',
  title: 'The node is named after the token',
  reason: 'Node names are public in disco#items, so anybody can read the token there.',
  evidence: 'facts 2.2 C13',
  check: (document) =>
    actions(document, 'create')
      .filter(({ attrs }) => guessPushService(attrs['node'] ?? '') !== null)
      .map((element) => ({
        element,
        attribute: 'node',
        message: 'The node name looks like a device token. Choose a name that tells nothing.',
      })),
};

const CREATE_NODE_EXISTS: LintRule = {
  id: 'pubsub.node-exists',
  severity: 'warning',
  title: 'The name is taken',
  reason: 'The answer is conflict, whoever owns the node and whatever its type.',
  evidence: 'facts 2.2 C5',
  check: (document, { nodes = [] }) =>
    actions(document, 'create').flatMap((element) => {
      const known = nodes.find(
        ({ service, node }) =>
          service === document.stanza.attrs['to'] && node === element.attrs['node'],
      );
      if (known === undefined || known.kind === 'absent') return [];
      const message = `There is a node ${known.node} already. Choose another name, or use that one if it is yours and of type push.`;
      return [{ element, attribute: 'node', message }];
    }),
};

/** Rules for node creation. */
export const CREATE_RULES: readonly LintRule[] = [
  CREATE_TYPE,
  CREATE_NODE_MISSING,
  CREATE_NODE_TOKEN,
  CREATE_NODE_EXISTS,
];
