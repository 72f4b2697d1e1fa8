/**
 * Words that stand in every transcript. A secret that is one of them, or part of one, cannot be looked
 * for: it would be found in each export, whether it leaked or not.
 */
import { REDACTION_CLASSES, type Secret } from './classes.ts';
import { NAMESPACE_RULES } from './rules.ts';

/** All of them, one a line: one search in them is quicker than hundreds. */
const WORDS = [
  ...Object.keys(NAMESPACE_RULES),
  ...Object.values(NAMESPACE_RULES).flatMap(({ attributes = {}, text = {} }) => [
    ...Object.keys(attributes),
    ...Object.keys(text),
  ]),
  ...Object.keys(REDACTION_CLASSES),
  ...Object.values(REDACTION_CLASSES).map(({ plural }) => plural),
  'jabber:x:data',
  'http://jabber.org/protocol/pubsub#publish-options',
  'http://jabber.org/protocol/pubsub#node_config',
  'urn:xmpp:push:summary',
  // Elements and values of the procedures
  ...'stream:stream features starttls mechanisms error message presence session enable disable'.split(
    ' ',
  ),
  ...'create delete configure affiliations publish publish-only publisher notification field value'.split(
    ' ',
  ),
  ...'FORM_TYPE submit hidden device_id service mode priority silent normal high prod apns'.split(
    ' ',
  ),
  ...'whitelist publishers access_model publish_model identity feature client query item test'.split(
    ' ',
  ),
  // Keys and words of the file itself
  ...'header entry footer kind seq sessionId session what name type from child relation'.split(' '),
  ...'condition replyTo latencyMs runId step text bytes masked redactions path class stanza nonza'.split(
    ' ',
  ),
  ...'[10 characters hidden] recording transcript Pushscope pushscope-transcript support public'.split(
    ' ',
  ),
  ...'token-1:len option-1:len resumption- node- user domain leakCheck unchecked values sha256'.split(
    ' ',
  ),
  'Redaction profile rules Aliases stand for the same value throughout',
]
  .join('\n')
  .toLowerCase();

const LONGEST_WORD = Math.max(...WORDS.split('\n').map((word) => word.length));

const PLAIN_WORD = /^[a-z]+$/;

/**
 * Whether a value can be looked for in a finished file: long enough for its class, and no part of a word
 * that every transcript contains.
 */
export function isCheckable(secret: Secret): boolean {
  const { checkFrom, checkWordFrom } = REDACTION_CLASSES[secret.class];
  if (checkFrom === null) return false;
  const shortest = PLAIN_WORD.test(secret.value) ? checkWordFrom : checkFrom;
  if (!hasLength(secret.value, shortest)) return false;
  // Lower case may be shorter than what it was made of, and never by half.
  if (secret.value.length > LONGEST_WORD * 2) return true;
  const lower = secret.value.toLowerCase();
  return lower.length > LONGEST_WORD || lower.includes('\n') || !WORDS.includes(lower);
}

/** Whether a text has at least so many characters, which may be two units each. */
function hasLength(text: string, least: number): boolean {
  if (text.length < least) return false;
  return text.length >= least * 2 || Array.from(text).length >= least;
}
