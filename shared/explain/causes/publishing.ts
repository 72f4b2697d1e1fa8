/** Why a publish to one's own node fails, or passes without a push. Facts 2.6, 6.5 and Part 9 rows 19 to 26. */
import type { Explanation } from '../explanation.ts';
import {
  DOMAIN_ITEMS,
  NODE_AFFILIATIONS,
  NODE_CONFIGURATION,
  NODE_INFO,
  OWN_PUBLISH,
  STREAM_PROBE,
} from './confirmations.ts';

const SUBMIT_FAILED = 'faild-to-submit-push-notification';

/** Of publish requests, the server's own among them. */
export const PUBLISH_CAUSES: readonly Explanation[] = [
  {
    id: 'registration-removed',
    title: 'First push lost, then none ever',
    signs: ['pushed-once-then-never'],
    cause:
      'The server’s publish was answered by an error of type cancel, and that removed the registration in silence: node deleted or flat, options missing, service gone, device gone.',
    remedy: 'Publish to your own node to see the error, correct it, then enable again.',
    confirm: OWN_PUBLISH,
    rows: [19],
    failures: ['18'],
  },
  {
    id: 'publish-options-missing',
    title: 'Publish: conflict, precondition-not-met',
    answers: [
      { operations: ['publish'], condition: 'conflict', application: 'precondition-not-met' },
      { operations: ['enable'], request: 'no-form' },
      { operations: ['enable'], request: 'no-device-or-service' },
    ],
    cause:
      'The publish-options lack device_id or service, or their FORM_TYPE is another: precondition-not-met. The server’s publish uses the options of the enable, and this error removes the registration.',
    remedy: 'Enable again with both device_id and service in the form.',
    confirm: OWN_PUBLISH,
    rows: [20],
  },
  {
    id: 'publisher-not-allowed',
    title: 'Publish: forbidden',
    answers: [{ operations: ['publish'], condition: 'forbidden' }],
    cause:
      'The publish model is publishers (or subscribers, which lets nobody) and the sender is not a publisher there.',
    remedy: 'Give the publisher the affiliation publish-only, or change the publish model.',
    confirm: NODE_CONFIGURATION,
    rows: [21],
  },
  {
    id: 'domain-not-publisher',
    title: 'Own publish works, the server’s never arrive',
    signs: ['never-pushed'],
    cause:
      'The publish model is publishers and the domain of your account was not given publish-only: since 3.6 the publish comes from the domain. The registration stays, every push is lost.',
    remedy: 'Set publish-only for the domain of the account that gets the pushes.',
    versions: { since: '3.6' },
    confirm: NODE_AFFILIATIONS,
    rows: [22],
    failures: ['6'],
  },
  {
    id: 'gateway-failed',
    title: 'Publish: bad-request, faild-to-submit-push-notification',
    answers: [{ operations: ['publish'], condition: 'bad-request', application: SUBMIT_FAILED }],
    signs: ['gateway-refused'],
    cause:
      'The push service failed to take it: MongoosePush is unreachable or off, answered 400, 422, 429, 500 or 503, has no matching pool, or is of another API version. The registration stays.',
    remedy:
      'Vary service and mode; time it: about 2 s is the request timeout. Ask the operator for push_send_failed in the log.',
    check: { section: '[modules.mod_push_service_mongoosepush]', option: 'pool_name' },
    confirm: OWN_PUBLISH,
    rows: [23],
    failures: ['29', '32'],
  },
  {
    id: 'summary-incomplete',
    title: 'Publish: faild-to-submit for a notification without its summary',
    answers: [
      {
        operations: ['publish'],
        condition: 'bad-request',
        application: SUBMIT_FAILED,
        request: 'summary-incomplete',
      },
    ],
    cause:
      'The notification lacks its summary form or one of its fields, or message-count is not a number: no alert could be made of it.',
    remedy: 'Send the form with message-count, last-message-sender and last-message-body.',
    versions: { since: '6.8' },
    confirm: OWN_PUBLISH,
    rows: [23],
  },
  {
    id: 'priority-unknown',
    title: 'Parsing Param Error: priority',
    answers: [
      {
        operations: ['publish'],
        condition: 'bad-request',
        application: SUBMIT_FAILED,
        request: 'priority-unknown',
      },
      { operations: ['enable'], request: 'priority-unknown' },
    ],
    cause:
      'priority is neither normal nor high, the only words MongoosePush knows: it refuses every push with 422, and no client is told.',
    remedy: 'Write high or normal, or leave it out.',
    confirm: OWN_PUBLISH,
    rows: [23],
    failures: ['30'],
  },
  {
    id: 'service-unknown',
    title: 'Publish: faild-to-submit for an unknown service',
    answers: [
      {
        operations: ['publish'],
        condition: 'bad-request',
        application: SUBMIT_FAILED,
        request: 'service-unknown',
      },
      { operations: ['enable'], request: 'service-unknown' },
    ],
    cause: 'service is neither apns nor fcm: MongoosePush refuses every push with 422.',
    remedy: 'Write apns or fcm.',
    confirm: OWN_PUBLISH,
    rows: [23],
  },
  {
    id: 'device-gone',
    title: 'Publish: not-acceptable, device-not-registered',
    answers: [
      {
        operations: ['publish'],
        condition: 'not-acceptable',
        application: 'device-not-registered',
      },
    ],
    signs: ['device-gone'],
    cause:
      'The provider says that the token is dead (410): the app was removed or got a new token. The registration is removed.',
    remedy: 'The app must fetch a new token and enable with it.',
    versions: { since: '3.6' },
    check: { section: '[modules.mod_push_service_mongoosepush]', option: 'api_version' },
    confirm: OWN_PUBLISH,
    rows: [24],
    failures: ['37'],
  },
  {
    id: 'accepted-without-push',
    title: 'Publish: result, and no push',
    answers: [{ operations: ['publish'] }],
    signs: ['accepted-but-never-pushed'],
    cause:
      'If no push follows: the push service module is not enabled, the node is flat, device_id is empty or doubled, or the provider took it and the device dropped it. An instant answer means that no HTTP call was made.',
    remedy: 'Compare the time of the answer; look at the node’s type.',
    check: { section: '[modules.mod_push_service_mongoosepush]', option: null },
    confirm: NODE_INFO,
    rows: [25],
  },
  {
    id: 'payload-not-a-notification',
    title: 'Publish: bad-request, the item is malformed',
    answers: [{ operations: ['publish'], condition: 'bad-request' }],
    cause: 'The payload of the item is not a notification element; the node takes nothing else.',
    remedy: "Publish <notification xmlns='urn:xmpp:push:0'/> with its summary form.",
    confirm: OWN_PUBLISH,
  },
  ...['payload-required', 'item-required', 'invalid-payload', 'nodeid-required'].map(
    (application): Explanation => ({
      id: `publish-${application}`,
      title: `Publish: bad-request, ${application}`,
      answers: [{ operations: ['publish'], condition: 'bad-request', application }],
      cause: `${application}: the publish must name a node and hold one item with exactly one payload.`,
      remedy: 'Put one notification into one item of one publish with a node.',
      confirm: OWN_PUBLISH,
    }),
  ),
  {
    id: 'payload-too-big',
    title: 'Publish: not-acceptable, payload-too-big',
    answers: [
      { operations: ['publish'], condition: 'not-acceptable', application: 'payload-too-big' },
    ],
    cause: 'The notification is larger than the node’s max_payload_size.',
    remedy: 'Send a shorter body, or raise the node’s option.',
    confirm: NODE_CONFIGURATION,
  },
  {
    id: 'never-answered',
    title: 'No answer to a pubsub request',
    signs: ['no-reply'],
    cause:
      'The service never answers what it finds malformed: an unknown action, two children, no namespace. Or it crashed over it.',
    remedy:
      'Compare the request with its template; if the service answers disco#info, it is the request.',
    confirm: STREAM_PROBE,
    rows: [26],
  },
  {
    id: 'not-a-virtual-host',
    title: 'PubSub-less: enabled, never a push',
    signs: ['never-pushed'],
    cause:
      'The address is none of the virtual_pubsub_hosts, so it was taken for a pubsub service and the first push removed the registration. The template pubsub.@HOST@ takes the recipient’s domain; @HOSTS@ is an old misprint.',
    remedy: 'Compare the address with virtual_pubsub_hosts letter by letter; then enable again.',
    versions: { since: '3.6' },
    check: { section: 'push', option: 'virtual_pubsub_hosts' },
    confirm: DOMAIN_ITEMS,
    rows: [8],
    failures: ['26'],
  },
];
