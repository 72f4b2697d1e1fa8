/** Rules for messages that are sent to see a push. Facts 5.3 and Part 9 row 32. */
import { childElements, findChild, ownText } from '../xml/query.ts';
import { NS_CLIENT } from '../xmpp/namespaces.ts';
import type { LintRule } from './rule.ts';

const NO_PUSH: LintRule = {
  id: 'message.no-push',
  severity: 'hint',
  title: 'Message that usually makes no push',
  reason: 'By default MongooseIM pushes chat and groupchat messages with a body that is not empty.',
  evidence: 'facts 5.3; facts 9 row 32',
  check: ({ stanza }) => {
    if (stanza.name !== 'message' || stanza.ns !== NS_CLIENT) return [];
    const type = stanza.attrs['type'] ?? 'normal';
    if (type === 'error') return [];
    if (type !== 'chat' && type !== 'groupchat') {
      const message = `The message is of type ${type}. Send one of type chat to see a push.`;
      return [{ element: stanza, attribute: 'type', message }];
    }
    const body = findChild(stanza, 'body', NS_CLIENT);
    const empty = body === undefined || ownText(body) === '';
    if (!empty || childElements(stanza).length === 0) return [];
    const message = 'The message has no body. Give it one to see a push.';
    return [{ element: body ?? stanza, message }];
  },
};

/** Rules for messages. */
export const MESSAGE_RULES: readonly LintRule[] = [NO_PUSH];
