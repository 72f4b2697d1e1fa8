/** Why enabling or disabling push is refused. Facts 1.3, 4.1, 4.2, 4.5 and Part 9 rows 3 to 7. */
import type { Explanation } from '../explanation.ts';
import { DOMAIN_INFO, DOMAIN_ITEMS, MINIMAL_ENABLE, PUSH_PROBE } from './confirmations.ts';

/** Of `urn:xmpp:push:0` requests that came back as errors. */
export const REGISTRATION_CAUSES: readonly Explanation[] = [
  {
    id: 'namespace-misspelt',
    title: 'Refused although the stanza looks identical to the documentation',
    answers: [
      { condition: 'bad-request', request: 'misspelt' },
      { condition: 'service-unavailable', request: 'misspelt' },
      { condition: 'feature-not-implemented', request: 'misspelt' },
      { operations: ['other'], condition: 'bad-request', request: 'misspelt' },
    ],
    cause:
      'A namespace is misspelt: xlmns instead of xmlns, or quotes inside the quotes. The server then sees an element without a namespace it knows.',
    remedy: 'Write xmlns=, with one pair of quotes around the namespace.',
    confirm: MINIMAL_ENABLE,
    failures: ['9', '10'],
  },
  {
    id: 'push-module-missing',
    title: 'Enable: service-unavailable, Unknown xmlns=urn:xmpp:push:0',
    answers: [
      { operations: ['enable', 'disable', 'push'], condition: 'service-unavailable' },
      {
        operations: ['enable', 'disable', 'push'],
        condition: 'service-unavailable',
        text: /unknown xmlns/i,
      },
    ],
    cause: 'The push module is not loaded for this host: nobody there handles urn:xmpp:push:0.',
    remedy: 'Check the namespace letter by letter; then ask the operator to load the module.',
    check: { section: 'push', option: null },
    confirm: PUSH_PROBE,
    rows: [3],
    failures: ['10'],
  },
  {
    id: 'push-module-missing-at-domain',
    title: 'Enable to the domain: feature-not-implemented',
    answers: [{ operations: ['enable', 'disable', 'push'], condition: 'feature-not-implemented' }],
    cause: 'The push module is not loaded: the server asked does not implement push registrations.',
    remedy: 'Ask the operator to load mod_event_pusher with its push backend for this host.',
    check: { section: 'push', option: null },
    confirm: DOMAIN_INFO,
    rows: [4],
  },
  {
    id: 'enable-to-service',
    title: 'Enable sent to the pubsub service: feature-not-implemented',
    answers: [
      {
        operations: ['enable', 'disable'],
        condition: 'feature-not-implemented',
        request: 'to-service',
      },
    ],
    cause:
      'The request went to the pubsub service, which does no push registrations. They belong to your own account, whatever service they name.',
    remedy: 'Leave the to out.',
    confirm: MINIMAL_ENABLE,
  },
  {
    id: 'push-asked-with-get',
    title: 'Enable: not-allowed',
    answers: [{ operations: ['enable', 'disable', 'push'], condition: 'not-allowed' }],
    cause: 'The IQ is of type get: push registrations can be set and never read.',
    remedy:
      "Send it with type='set'. That it was refused like this shows that the module is loaded.",
    confirm: PUSH_PROBE,
    rows: [7],
  },
  {
    id: 'push-unknown-action',
    title: 'Push IQ with an unknown element: bad-request',
    answers: [{ operations: ['push'], condition: 'bad-request', request: 'unknown-action' }],
    cause:
      'The element in the push namespace is an unknown one: there are only enable and disable.',
    remedy: 'Use enable or disable.',
    confirm: MINIMAL_ENABLE,
  },
  {
    id: 'enable-malformed',
    title: 'Enable: bad-request',
    answers: [{ operations: ['enable'], condition: 'bad-request' }],
    cause:
      'The request is malformed for this server: jid and node must be there, the form of type submit, its FORM_TYPE exact, every field with one value. It never says which.',
    remedy: 'Start from the minimal enable and add your fields one by one.',
    confirm: MINIMAL_ENABLE,
    rows: [5],
  },
  {
    id: 'enable-without-jid',
    title: 'Enable: bad-request, the jid is missing or empty',
    answers: [{ operations: ['enable', 'disable'], condition: 'bad-request', request: 'no-jid' }],
    cause: 'The jid attribute is missing or empty.',
    remedy: 'Name the pubsub service or virtual host in jid.',
    confirm: DOMAIN_ITEMS,
    rows: [5],
  },
  {
    id: 'enable-bad-jid',
    title: 'Enable: bad-request, the jid is malformed',
    answers: [{ operations: ['enable', 'disable'], condition: 'bad-request', request: 'bad-jid' }],
    cause: 'The jid attribute is malformed: it is no JID.',
    remedy: 'Correct it; usually it is a bare domain such as pubsub.example.org.',
    confirm: DOMAIN_ITEMS,
    rows: [5],
  },
  {
    id: 'enable-without-node',
    title: 'Enable: bad-request, the node is missing or empty',
    answers: [{ operations: ['enable'], condition: 'bad-request', request: 'no-node' }],
    cause: 'The node attribute is missing or empty. XEP-0357 allows that, MongooseIM does not.',
    remedy: 'Name the node; with PubSub-less any name of your own.',
    confirm: MINIMAL_ENABLE,
    rows: [5],
  },
  {
    id: 'enable-form-not-submit',
    title: 'Enable: bad-request, the form is not of type submit',
    answers: [{ operations: ['enable'], condition: 'bad-request', request: 'form-not-submit' }],
    cause: "The form's type is missing or another than submit.",
    remedy: "Write <x xmlns='jabber:x:data' type='submit'>.",
    versions: { since: '6.2' },
    confirm: MINIMAL_ENABLE,
    rows: [5],
    failures: ['11', '12'],
  },
  {
    id: 'enable-form-type-spaced',
    title: 'Followed the tutorial exactly: white space inside FORM_TYPE',
    answers: [{ operations: ['enable'], condition: 'bad-request', request: 'form-type-spaced' }],
    cause:
      'There is white space around the namespace in FORM_TYPE. The server compares it exactly, so it is another name.',
    remedy: 'Write the value without spaces and line breaks; do not indent inside <value/>.',
    confirm: MINIMAL_ENABLE,
    rows: [5],
    failures: ['13'],
  },
  {
    id: 'enable-form-type-wrong',
    title: 'Enable: bad-request, FORM_TYPE is missing or wrong',
    answers: [{ operations: ['enable'], condition: 'bad-request', request: 'form-type-wrong' }],
    cause:
      'The form has no FORM_TYPE, or another than http://jabber.org/protocol/pubsub#publish-options.',
    remedy: 'Add the field FORM_TYPE with exactly that value.',
    confirm: MINIMAL_ENABLE,
    rows: [5],
  },
  {
    id: 'enable-field-values',
    title: 'Enable: bad-request, a field has no value or several',
    answers: [{ operations: ['enable'], condition: 'bad-request', request: 'field-values' }],
    cause: 'A field has no value, or two or more: a blank optional field is enough.',
    remedy: 'Leave blank fields out; give every other one value.',
    versions: { since: '6.1' },
    confirm: MINIMAL_ENABLE,
    rows: [5],
  },
  {
    id: 'enable-database',
    title: 'Enable: internal-server-error, Database failure',
    answers: [
      { operations: ['enable', 'disable'], condition: 'internal-server-error' },
      {
        operations: ['enable', 'disable'],
        condition: 'internal-server-error',
        request: 'long-name',
      },
    ],
    cause:
      'The server could not store it: the database is down, or the JID or node is longer than its 250 characters.',
    remedy:
      'Try a short node name, then again later. The error repeats the request with the device token in it: do not paste it in public.',
    check: { section: 'push', option: 'backend' },
    confirm: MINIMAL_ENABLE,
    rows: [6],
    failures: ['15'],
  },
  {
    id: 'enable-form-type-crash',
    title: 'Enable: internal-server-error, before 6.1',
    answers: [
      {
        operations: ['enable'],
        condition: 'internal-server-error',
        request: 'form-type-wrong',
      },
    ],
    cause: 'Before 6.1 a form without FORM_TYPE crashed the handler.',
    remedy: 'Add the field FORM_TYPE.',
    versions: { until: '6.0' },
    confirm: MINIMAL_ENABLE,
    rows: [6],
  },
  {
    id: 'enable-unknown-host',
    title: 'Enable: remote-server-not-found',
    answers: [{ operations: ['enable'], condition: 'remote-server-not-found' }],
    cause: 'The pubsub host does not exist. These versions looked it up when enabling.',
    remedy: 'Correct the jid; disco#items of the domain lists the services.',
    versions: { since: '3.6', until: '4.2' },
    confirm: DOMAIN_ITEMS,
  },
  {
    id: 'disable-malformed',
    title: 'Disable: bad-request',
    answers: [
      { operations: ['disable'], condition: 'bad-request' },
      { operations: ['disable'], condition: 'bad-request', request: 'empty-node' },
    ],
    cause: 'The jid is missing or malformed, or node is there and empty.',
    remedy: 'Name the jid. To disable all nodes there, leave node out.',
    confirm: PUSH_PROBE,
  },
  {
    id: 'iq-without-id',
    title: 'Bad request: the IQ has no id',
    answers: [{ condition: 'bad-request', request: 'no-id' }],
    cause: 'The IQ has no id, which every IQ needs; stricter servers say so.',
    remedy: 'Give it an id of its own.',
    confirm: MINIMAL_ENABLE,
    failures: ['14'],
  },
];
