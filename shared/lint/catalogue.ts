/** All rules, in the order in which they are tried. */
import { PUBSUB_RULES } from './pubsub-rules.ts';
import { PUSH_RULES } from './push-rules.ts';
import type { LintRule } from './rule.ts';
import { STANZA_RULES } from './stanza-rules.ts';

/** All of them. To add one: a line in its group, or a file and a line here. */
export const LINT_RULES: readonly LintRule[] = [...STANZA_RULES, ...PUSH_RULES, ...PUBSUB_RULES];
