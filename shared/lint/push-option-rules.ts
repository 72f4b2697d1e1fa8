/**
 * Rules for the values of publish-options. The chat server stores any value and MongoosePush refuses wrong
 * ones later, where no client hears of it: facts 6.2 and A.0 point 7. What is wrong with a value the form's
 * fields say already; these rules give each of their remarks an id, a reason and a correction.
 */
import type { XmlElement } from '../xml/node.ts';
import { findChild } from '../xml/query.ts';
import { NS_DATA_FORMS } from '../xmpp/namespaces.ts';
import { type FieldProblem, validateField } from '../templates/fields.ts';
import { guessPushService, PUBLISH_OPTION_FIELDS } from '../templates/publish-options.ts';
import { didYouMean } from './did-you-mean.ts';
import { removeElement, setText } from './edits.ts';
import type { FindingFix } from './finding.ts';
import { actions } from './pubsub-parts.ts';
import { enables, formFields, nameOf, optionForms, optionsOf } from './push-parts.ts';
import type { LintDocument, LintRule } from './rule.ts';

type Options = Readonly<Record<string, string>>;

/** What a rule about one option consists of besides what all of them share. */
interface OptionRule {
  readonly id: string;
  readonly option: string;
  readonly title: string;
  readonly reason: string;
  readonly evidence: string;
  /** Which of the remarks on the option it is. */
  readonly applies: (value: string, options: Options) => boolean;
  readonly fix?: (
    document: LintDocument,
    field: XmlElement,
    value: string,
  ) => FindingFix | undefined;
}

const UNPROCESSABLE = 'MongoosePush answers 422 or 400 to each push, and no client hears of it.';

/** A value outside of an option's list. */
function listed(option: string, values: readonly string[], evidence: string): OptionRule {
  return {
    id: `push.${option.replaceAll('_', '-')}-value`,
    option,
    title: `Value of ${option}`,
    reason: UNPROCESSABLE,
    evidence,
    applies: (value) => value !== '' && !values.includes(value),
    fix: (document, field, value) => {
      const meant = SYNONYMS[`${option} ${value.toLowerCase()}`] ?? didYouMean(value, values);
      return meant === null ? undefined : setValue(document, field, meant);
    },
  };
}

/** What people write who know the option from elsewhere; APNs numbers its priorities. */
const SYNONYMS: Readonly<Record<string, string>> = {
  'priority 10': 'high',
  'priority 5': 'normal',
  'priority low': 'normal',
  'mode sandbox': 'dev',
  'mode development': 'dev',
  'mode debug': 'dev',
  'mode production': 'prod',
  'mode release': 'prod',
  'service apple': 'apns',
  'service ios': 'apns',
  'service gcm': 'fcm',
  'service firebase': 'fcm',
  'service android': 'fcm',
  'silent 1': 'true',
  'silent yes': 'true',
  'silent 0': 'false',
  'silent no': 'false',
  'mutable_content 1': 'true',
  'mutable_content 0': 'false',
};

function withSilent(option: string): OptionRule {
  return {
    id: `push.${option.replaceAll('_', '-')}-with-silent`,
    option,
    title: `${option} on a silent push`,
    reason: 'Silent pushes carry data only; the option is left out of them.',
    evidence: 'facts 6.2',
    applies: (value, { silent }) => value !== '' && silent === 'true',
    fix: (document, field) => removeElement(document, field, `Remove ${option}`),
  };
}

const OPTION_RULES: readonly OptionRule[] = [
  listed('service', ['apns', 'fcm'], 'facts 6.2'),
  listed('mode', ['prod', 'dev'], 'facts 6.2'),
  listed('priority', ['normal', 'high'], 'facts 6.2; esl/MongooseIM#2789'),
  listed('mutable_content', ['true', 'false'], 'facts 6.2'),
  {
    ...listed('silent', ['true', 'false'], 'facts 6.2; facts 9 row 38'),
    reason: 'Only the exact text true makes a push silent; 1, True and yes send an alert.',
  },
  {
    id: 'push.time-to-live-value',
    option: 'time_to_live',
    title: 'Value of time_to_live',
    reason: UNPROCESSABLE,
    evidence: 'facts 6.2',
    applies: (value) => value !== '' && !/^\d+$/.test(value),
  },
  withSilent('click_action'),
  withSilent('sound'),
  {
    id: 'push.mode-dev-fcm',
    option: 'mode',
    title: 'mode=dev with FCM',
    reason: 'A usual MongoosePush has no such pool: it answers 400, no_matching_pool.',
    evidence: 'esl/MongoosePush#211',
    applies: (value, { service }) => value === 'dev' && service === 'fcm',
    fix: (document, field) => removeElement(document, field, 'Remove mode'),
  },
  {
    id: 'push.token-characters',
    option: 'device_id',
    title: 'Token that breaks the request path',
    reason:
      'MongooseIM puts the token into the path of a URL as it is, so the request goes elsewhere: 404.',
    evidence: 'facts 6.1; facts 9 row 45',
    applies: (value) => /[/?#\s]/.test(value.trim()),
  },
  {
    id: 'push.token-service',
    option: 'device_id',
    title: 'Token of the other push service',
    reason:
      'The provider refuses it: BadDeviceToken or INVALID_ARGUMENT, as a 400 that names no cause.',
    evidence: 'facts A.0 point 7; invertase/react-native-firebase#441',
    applies: (value, { service }) => {
      const guess = guessPushService(value.trim());
      return guess !== null && (service === 'apns' || service === 'fcm') && guess !== service;
    },
  },
  {
    id: 'push.topic-missing',
    option: 'topic',
    title: 'Silent APNs push without topic',
    reason: 'Silent pushes do not get the default topic, and APNs answers MissingTopic.',
    evidence: 'facts 9 row 39; esl/MongoosePush#77',
    applies: (value, { service, silent }) =>
      value === '' && service === 'apns' && silent === 'true',
  },
];

function toRule(rule: OptionRule): LintRule {
  return {
    id: rule.id,
    severity: 'warning',
    title: rule.title,
    reason: rule.reason,
    evidence: rule.evidence,
    check: (document) =>
      formsOf(document).flatMap((form) => {
        const options = optionsOf(form);
        const value = options[rule.option] ?? '';
        if (!rule.applies(value, options)) return [];
        const field = formFields(form).find((candidate) => nameOf(candidate) === rule.option);
        const message = remarkOn(rule.option, options)?.message ?? `${rule.title}.`;
        if (field === undefined) return [{ element: form, message }];
        return [{ element: field, message, fix: rule.fix?.(document, field, value) }];
      }),
  };
}

/** The forms of enables and of publishes by hand. */
function formsOf(document: LintDocument): XmlElement[] {
  const published = actions(document, 'publish-options').flatMap(
    (options) => findChild(options, 'x', NS_DATA_FORMS) ?? [],
  );
  return [...optionForms(document.stanza), ...published];
}

/** The words of the form, so that a draft typed by hand hears the same as one filled in. */
function remarkOn(option: string, options: Options): FieldProblem | null {
  const field = PUBLISH_OPTION_FIELDS.find(({ name }) => name === option);
  return field === undefined
    ? null
    : validateField({ ...field, required: false }, options[option]?.trim() ?? '', options);
}

function setValue(
  document: LintDocument,
  field: XmlElement,
  value: string,
): FindingFix | undefined {
  const element = findChild(field, 'value', NS_DATA_FORMS);
  return element === undefined ? undefined : setText(document, element, value);
}

const TOKEN_AS_NODE: LintRule = {
  id: 'push.node-is-token',
  severity: 'warning',
  title: 'The node is named after the token',
  reason:
    'Node names are public in disco#items of a pubsub service, so anybody can read the token there; and a new token means a new node, with the old one left behind.',
  evidence: 'facts 2.2 C13',
  check: ({ stanza }) =>
    enables(stanza).flatMap((enable) => {
      const node = enable.attrs['node'] ?? '';
      const form = findChild(enable, 'x', NS_DATA_FORMS);
      const token = form === undefined ? '' : (optionsOf(form)['device_id'] ?? '');
      if (node === '' || (node !== token && guessPushService(node) === null)) return [];
      const message = 'The node name is a device token. Choose a name that tells nothing.';
      return [{ element: enable, attribute: 'node', message }];
    }),
};

/** Rules for the values of publish-options. */
export const PUSH_OPTION_RULES: readonly LintRule[] = [...OPTION_RULES.map(toRule), TOKEN_AS_NODE];
