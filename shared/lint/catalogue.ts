/** All rules, in the order in which they are tried. */
import { AFFILIATION_RULES } from './affiliation-rules.ts';
import { CREATE_RULES } from './create-rules.ts';
import { MESSAGE_RULES } from './message-rules.ts';
import { NAMESPACE_RULES } from './namespace-rules.ts';
import { NODE_CONFIG_RULES } from './node-config-rules.ts';
import { PUBLISH_RULES } from './publish-rules.ts';
import { PUBSUB_RULES } from './pubsub-rules.ts';
import { PUSH_ADDRESS_RULES } from './push-address-rules.ts';
import { PUSH_CONTEXT_RULES } from './push-context-rules.ts';
import { PUSH_ELEMENT_RULES } from './push-element-rules.ts';
import { PUSH_FORM_RULES } from './push-form-rules.ts';
import { PUSH_OPTION_RULES } from './push-option-rules.ts';
import type { LintRule } from './rule.ts';
import { STANZA_RULES } from './stanza-rules.ts';

/** All rules about readable stanzas. To add one: a line in its group, or a file and a line here. */
export const LINT_RULES: readonly LintRule[] = [
  ...STANZA_RULES,
  ...NAMESPACE_RULES,
  ...PUSH_ELEMENT_RULES,
  ...PUSH_ADDRESS_RULES,
  ...PUSH_FORM_RULES,
  ...PUSH_OPTION_RULES,
  ...PUSH_CONTEXT_RULES,
  ...PUBSUB_RULES,
  ...CREATE_RULES,
  ...NODE_CONFIG_RULES,
  ...AFFILIATION_RULES,
  ...PUBLISH_RULES,
  ...MESSAGE_RULES,
];
