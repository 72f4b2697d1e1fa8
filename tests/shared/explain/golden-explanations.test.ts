/** Every error that a real MongooseIM answered in the recordings gets an explanation that names its cause. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '#shared/explain/catalogue.ts';
import { explainStanzas } from '#shared/explain/explain-stanzas.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';

const FOLDER = new URL('../../fixtures/golden/', import.meta.url);

/**
 * What each error of a recording must be explained by: the words of the recording's own index that name
 * its cause, and those of the explanation, where they differ.
 */
const CAUSES: readonly (readonly [recording: string, id: string, index: string, said?: string])[] =
  [
    ['03', 'starttls-required', 'starttls_required'],
    ['09', 'login-refused', 'wrong password', 'password or user is wrong'],
    ['10', 'login-refused', 'wrong password', 'password or user is wrong'],
    ['100', 'node-exists', 'already exists'],
    ['101', 'node-type-unknown', 'create-nodes'],
    ['101', 'create-not-permitted', 'pep'],
    ['102', 'option-value-refused', 'bad value'],
    ['102', 'form-not-submit', 'Invalid form type'],
    ['111', 'not-the-owner', 'non-owner', 'not its owner'],
    ['113', 'not-the-owner', 'non-owner', 'not its owner'],
    ['113', 'node-missing', 'missing'],
    ['120', 'enable-without-jid', 'missing, empty', 'missing or empty'],
    ['120', 'enable-bad-jid', 'malformed'],
    ['121', 'enable-without-node', 'missing or empty'],
    ['123', 'enable-form-not-submit', 'form type missing', 'type is missing'],
    ['123', 'enable-field-values', '0 or 2 values', 'no value, or two'],
    ['124', 'push-asked-with-get', 'type get'],
    ['124', 'push-unknown-action', 'unknown element', 'unknown one'],
    ['124', 'enable-to-service', 'to the pubsub service'],
    ['126', 'push-module-missing', 'No push module', 'push module is not loaded'],
    ['126', 'push-module-missing-at-domain', 'No push module', 'push module is not loaded'],
    ['136', 'node-exists', 'server itself'],
    ['136', 'not-the-owner', 'server itself'],
    ['16', 'not-bound-yet', 'too long'],
    ['160', 'publisher-not-allowed', 'publish', 'publisher'],
    ['162', 'publish-options-missing', 'precondition-not-met'],
    ['162', 'payload-not-a-notification', 'not <notification/>', 'not a notification'],
    ['162', 'publish-payload-required', 'payload-required'],
    ['162', 'publish-invalid-payload', 'invalid-payload'],
    [
      '162',
      'summary-incomplete',
      'missing last-message-body',
      'lacks its summary form or one of its fields',
    ],
    ['162', 'publish-item-required', 'item-required'],
    ['163', 'device-gone', '410'],
    ['163', 'apns-mode', '400 / 500', '400, 500'],
    ['163', 'service-unknown', '422'],
    ['165', 'push-node-keeps-nothing', 'unsupported'],
    ['165', 'node-missing', 'node'],
    ['166', 'push-node-keeps-nothing', 'subscri'],
    ['166', 'node-missing', 'missing'],
    ['167', 'pubsub-without-action', 'action'],
    ['167', 'node-missing', 'no', 'missing from the request'],
    ['167', 'delete-without-name', 'without'],
    ['17', 'resource-replaced', 'replaced'],
    ['171', 'node-type-unknown', 'flat -> 501', 'type of node asked for is unknown'],
    ['171', 'create-without-name', 'create', 'no name'],
    ['175', 'message-not-stored', 'headline'],
    ['19', 'stanza-too-big', 'max_stanza_size'],
    ['191', 'recipient-unknown', 'User not found'],
    ['20', 'xml-malformed', 'xml-not-well-formed'],
    ['21', 'host-unknown', 'does not serve', 'not served'],
    ['22', 'host-unknown', 'No to', 'missing from the stream header'],
    ['22', 'stream-header', 'version'],
    ['22', 'xml-malformed', 'HTTP request', 'no stream at all'],
    ['24', 'stanza-before-login', 'before auth'],
    ['27', 'iq-type-invalid', 'without type, of type "foo"', 'neither get nor set'],
    ['27', 'iq-payload-count', 'two children, get with none', 'exactly one child'],
    ['27', 'not-implemented', 'unknown ns to server', 'server does not implement this namespace'],
    ['27', 'nobody-handles', 'Unknown xmlns'],
    ['27', 'resource-not-there', 'bare JID', 'nobody is online at this full JID'],
    ['29', 'resume-refused', 'failed resume', 'Resume'],
    ['31', 'host-unknown', 'unknown host', 'domain is not served'],
    ['32', 'bosh-session-gone', 'Unknown sid', 'sid is unknown'],
    ['36', 'login-refused', 'tls-exporter'],
    ['46', 'node-missing', 'missing'],
    ['47', 'service-not-there', 'virtual'],
    ['49', 'service-not-there', 'without any push or pubsub module', 'pubsub module is not loaded'],
    ['63', 'default-in-owner-namespace', 'default'],
    ['63', 'not-the-owner', 'stranger', 'not its owner'],
    ['70', 'node-missing', 'Deleting again', 'deleted'],
    ['77', 'service-not-there', 'virtual host'],
  ];

interface RecordedError {
  readonly file: string;
  readonly index: string;
  readonly xml: string;
  readonly id: string | undefined;
}

describe('errors of the recordings', () => {
  const errors = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap(errorsIn);

  it('are explained by the cause of the index', () => {
    const wrong = errors.filter((error) => !namesCause(error));
    process.stdout.write(`${errors.length - wrong.length}/${errors.length} errors explained\n`);
    expect(wrong.map(({ file, id, xml }) => `${file}: ${id ?? 'nothing'} for ${xml}`)).toEqual([]);
    expect(errors.length).toBeGreaterThan(100);
  });

  it('are all those that the table expects', () => {
    const seen = new Set(errors.map(({ file, id }) => `${numberOf(file)} ${id ?? ''}`));
    expect(CAUSES.filter(([number, id]) => !seen.has(`${number} ${id}`))).toEqual([]);
  });
});

function namesCause({ file, index, id }: RecordedError): boolean {
  const explanation = EXPLANATIONS.find((one) => one.id === id);
  const row = CAUSES.find(([number, expected]) => number === numberOf(file) && expected === id);
  if (explanation === undefined || row === undefined) return false;
  const [, , inIndex, inWords = inIndex] = row;
  const { title, cause, check } = explanation;
  const said = `${title} ${cause} ${check?.option ?? ''}`.toLowerCase();
  return (
    index.toLowerCase().includes(inIndex.toLowerCase()) && said.includes(inWords.toLowerCase())
  );
}

function numberOf(file: string): string {
  return /^\d+/.exec(file)?.[0] ?? '';
}

function errorsIn(file: string): RecordedError[] {
  const lines = readFileSync(new URL(file, FOLDER), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, string | undefined>);
  const { about = '', behind = '', finding = '' } = lines[0] ?? {};
  const stanzas = lines.flatMap(({ dir, conn, xml }) => {
    const parsed = parseXml(xml ?? '');
    return parsed.ok ? [{ dir, conn, xml: xml ?? '', element: parsed.element }] : [];
  });
  return [...new Set(stanzas.map(({ conn }) => conn))].flatMap((conn) => {
    const ofOne = stanzas.filter((stanza) => stanza.conn === conn);
    const explained = explainStanzas(ofOne.map(({ element }) => element));
    return ofOne.flatMap(({ dir, xml, element }, at) => {
      if (dir !== 'in' || !isError(element)) return [];
      const verdict = explained.find(({ index }) => index === at)?.verdict;
      return [{ file, index: `${about} ${behind} ${finding}`, xml, id: verdict?.explanation?.id }];
    });
  });
}

function isError({ name, attrs }: XmlElement): boolean {
  return (
    ['error', 'terminate'].includes(attrs['type'] ?? '') ||
    ['error', 'failure', 'failed'].includes(name)
  );
}
