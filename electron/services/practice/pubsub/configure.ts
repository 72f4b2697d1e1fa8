/**
 * Node configuration: read, change, defaults.
 * XEP-0060 1.30.0 §8.2 "Configure a Node", §8.3 "Request Default Node Configuration Options".
 * @see facts, Part 2.4; recordings 63, 104, 113, 114, 171
 */
import { createElement } from '#shared/xml/node.ts';
import { NS_PUBSUB_OWNER } from '#shared/xmpp/namespaces.ts';
import { errorText } from '../stanza-reply.ts';
import { readSubmittedForm } from '../submitted-form.ts';
import { failure, success } from './answer.ts';
import { configurationForm } from './node-form.ts';
import { applyFields, defaultOptions } from './node-options.ts';
import { affiliationOf } from './node-registry.ts';
import type { PubsubOperation } from './request.ts';

/** The node's form with its values, for owners. Fails with `item-not-found` or `forbidden`. */
export const getConfiguration: PubsubOperation = (context, { node: name, fromBare }) => {
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (affiliationOf(node, fromBare) !== 'owner') return failure('forbidden');
  const configure = createElement('configure', NS_PUBSUB_OWNER, { node: name }, [
    configurationForm(node.options),
  ]);
  return success(createElement('pubsub', NS_PUBSUB_OWNER, {}, [configure]));
};

/** The form is looked at before the node: a cancelled one succeeds for a node that does not exist. */
export const setConfiguration: PubsubOperation = (context, { action, node: name, fromBare }) => {
  const form = readSubmittedForm(action);
  if (form === undefined) return failure('bad-request', [errorText('Form not found')]);
  if (form.type === 'cancel') return success();
  if (form.type !== 'submit') return failure('bad-request', [errorText('Invalid form type')]);
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (affiliationOf(node, fromBare) !== 'owner') return failure('forbidden');
  const options = applyFields(node.options, form.fields);
  if (options === null) return failure('not-acceptable');
  node.options = options;
  return success();
};

/** Always the first plugin's defaults, whatever `type` says. */
export const getDefaultConfiguration: PubsubOperation = (context) => {
  const form = configurationForm(defaultOptions(context.plugins[0]));
  const defaults = createElement('default', NS_PUBSUB_OWNER, {}, [form]);
  return success(createElement('pubsub', NS_PUBSUB_OWNER, {}, [defaults]));
};
