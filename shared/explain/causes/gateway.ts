/** Why a push that was sent does not arrive. Facts Parts 6 and 7 and Part 9 rows 38 to 45. */
import type { Explanation } from '../explanation.ts';
import { CHAT_MESSAGE, MINIMAL_ENABLE, OWN_PUBLISH, STREAM_PROBE } from './confirmations.ts';

const SUBMIT_FAILED = 'faild-to-submit-push-notification';
const SERVICE = '[modules.mod_push_service_mongoosepush]';

/** Of options, tokens, MongoosePush and the providers behind it. */
export const GATEWAY_CAUSES: readonly Explanation[] = [
  {
    id: 'silent-not-true',
    title: 'The option silent is ignored',
    answers: [{ operations: ['enable', 'publish'], request: 'silent-not-true' }],
    cause: 'silent is not exactly true: 1, True and yes count as not silent.',
    remedy: 'Write true, or leave it out.',
    confirm: OWN_PUBLISH,
    rows: [38],
  },
  {
    id: 'silent-without-topic',
    title: 'Silent push fails on APNs, alerts work',
    answers: [
      { operations: ['enable'], request: 'silent-without-topic' },
      {
        operations: ['publish'],
        condition: 'bad-request',
        application: SUBMIT_FAILED,
        request: 'silent-without-topic',
      },
    ],
    signs: ['silent-fails'],
    cause:
      'A silent push does not get the default topic: without the option topic APNs answers MissingTopic.',
    remedy: 'Enable with topic, the bundle id of the app.',
    confirm: OWN_PUBLISH,
    rows: [39],
    failures: ['36'],
  },
  {
    id: 'apns-mode',
    title: 'BadDeviceToken: an APNs development build gets nothing',
    answers: [
      {
        operations: ['publish'],
        condition: 'bad-request',
        application: SUBMIT_FAILED,
        request: 'apns-without-mode',
      },
    ],
    cause:
      'Possibly a token of a debug build sent to production, the default mode. MongoosePush failed with 400, 500 or 503, which also stands for a wrong pool or topic; the registration stays.',
    remedy: 'Enable with mode=dev for debug builds, and look at MongoosePush’s log.',
    check: { section: SERVICE, option: 'pool_name' },
    confirm: OWN_PUBLISH,
    rows: [40, 23],
    failures: ['35', '36'],
  },
  {
    id: 'dead-tokens-stay',
    title: 'Dead tokens are never removed',
    signs: ['dead-tokens-stay'],
    cause:
      'With api_version v2 MongoosePush answers 500 for a dead token, and BadDeviceToken is a 400 in any case: only a 410 removes.',
    remedy: 'Use api_version v3; disable old tokens from the app.',
    versions: { since: '3.6' },
    check: { section: SERVICE, option: 'api_version' },
    confirm: OWN_PUBLISH,
    rows: [41],
    failures: ['37', '17'],
  },
  {
    id: 'ios-through-fcm',
    title: 'iOS through FCM shows nothing',
    signs: ['ios-through-fcm-blank'],
    cause: 'MongoosePush writes title and body into the android block only.',
    remedy: 'Register iOS devices with service=apns and their APNs token.',
    confirm: OWN_PUBLISH,
    rows: [42],
  },
  {
    id: 'body-too-long',
    title: 'Long messages are not pushed',
    signs: ['long-messages-lost'],
    cause: 'The full body goes into the push; above 4 KB the provider answers 413.',
    remedy: 'Ask for a plugin that shortens the body.',
    check: { section: 'push', option: 'plugin_module' },
    confirm: CHAT_MESSAGE,
    rows: [43],
  },
  {
    id: 'sender-waits',
    title: 'Senders’ messages are slow when MongoosePush is slow',
    signs: ['senders-slow'],
    cause:
      'PubSub-less pushes are sent inside the route of the sender’s message, one after another.',
    remedy: 'Shorten request_timeout; measure a request right after a message to somebody absent.',
    versions: { since: '3.6' },
    check: { section: '[outgoing_pools.http.*]', option: 'connection.request_timeout' },
    confirm: STREAM_PROBE,
    rows: [44],
  },
  {
    id: 'token-breaks-path',
    title: 'A token with a slash or a space never works',
    answers: [{ operations: ['enable', 'publish'], request: 'token-breaks-path' }],
    cause:
      'device_id goes into the path of the request unescaped: a slash, ?, # or space makes another path of it, answered by 404.',
    remedy: 'Use the token in base16 or the URL-safe alphabet, without spaces.',
    confirm: MINIMAL_ENABLE,
    rows: [45],
    failures: ['31'],
  },
  {
    id: 'mode-with-fcm',
    title: 'no_matching_pool with FCM',
    answers: [
      { operations: ['enable'], request: 'mode-with-fcm' },
      {
        operations: ['publish'],
        condition: 'bad-request',
        application: SUBMIT_FAILED,
        request: 'mode-with-fcm',
      },
    ],
    cause: 'mode=dev looks for a pool that FCM installations do not have: no_matching_pool.',
    remedy: 'Leave mode out with FCM.',
    confirm: OWN_PUBLISH,
    rows: [23],
    failures: ['32'],
  },
  {
    id: 'token-of-other-service',
    title: 'APNs token used with FCM, or the reverse',
    answers: [
      { operations: ['enable'], request: 'token-of-other-service' },
      {
        operations: ['publish'],
        condition: 'bad-request',
        application: SUBMIT_FAILED,
        request: 'token-of-other-service',
      },
    ],
    cause:
      'The token looks like one of the other service: APNs tokens are hexadecimal, FCM’s are not.',
    remedy: 'Correct service, or take the other token.',
    confirm: OWN_PUBLISH,
    rows: [23],
    failures: ['41'],
  },
  {
    id: 'options-shifted',
    title: 'device_id => fcm: the options are read under wrong names',
    answers: [{ operations: ['enable'], request: 'field-without-var' }],
    signs: ['options-shifted'],
    cause: 'A field has no var: it is ignored, and its value stands nowhere.',
    remedy: 'Give every field its var.',
    confirm: MINIMAL_ENABLE,
    failures: ['8'],
  },
  {
    id: 'api-mismatch',
    title: 'This is not the endpoint you are looking for (404)',
    signs: ['server-log-not-found'],
    cause: 'api_version does not fit the release of MongoosePush, or the token breaks the path.',
    remedy: 'Use api_version v3 with MongoosePush 2; clean the token.',
    check: { section: SERVICE, option: 'api_version' },
    confirm: OWN_PUBLISH,
    failures: ['31'],
  },
  {
    id: 'pool-missing',
    title: 'Unable to communicate to MongoosePush: pool_not_started, pool_timeout',
    signs: ['server-log-pool'],
    cause:
      'The HTTP pool is not defined or named otherwise, or MongoosePush cannot be reached from the server: ports of the container, localhost, firewall.',
    remedy:
      'Compare pool_name with the name of the pool; try MongoosePush’s /healthcheck from the server.',
    check: { section: '[outgoing_pools.http.*]', option: 'connection.host' },
    confirm: OWN_PUBLISH,
    failures: ['29'],
  },
  {
    id: 'gateway-will-not-start',
    title: 'MongoosePush will not start: unknown ca, missing certificate',
    signs: ['gateway-will-not-start'],
    cause: 'A provider or mode is on without its certificate.',
    remedy: 'Switch off the provider that is not used; give the other its certificate.',
    failures: ['33'],
  },
  {
    id: 'stored-form-bad',
    title: 'hook_failed, badxml while the publish is built',
    signs: ['server-log-badxml'],
    cause: 'A stored form is bad: a field of it has no proper value.',
    remedy: 'Enable again with one value in every field; upgrade.',
    confirm: MINIMAL_ENABLE,
    failures: ['34'],
  },
  {
    id: 'plugin-misnamed',
    title: 'undef on every message',
    signs: ['server-log-undef'],
    cause:
      'The plugin’s module is misspelt, e.g. without its last s: mod_event_pusher_push_plugin_defaults.',
    remedy: 'Correct plugin_module.',
    check: { section: 'push', option: 'plugin_module' },
    confirm: CHAT_MESSAGE,
    failures: ['27'],
  },
  {
    id: 'provider-token',
    title: 'InvalidProviderToken',
    signs: ['provider-token-refused'],
    cause:
      'MongoosePush answers 503 service_internal: key id and team id of APNs are swapped or wrong.',
    remedy: 'Correct PUSH_APNS_…_KEY_ID and TEAM_ID of MongoosePush.',
    confirm: OWN_PUBLISH,
    failures: ['38'],
  },
  {
    id: 'fcm-legacy',
    title: 'FCM stopped working in 2024',
    signs: ['fcm-stopped-2024'],
    cause: 'Google switched the legacy API off; MongoosePush 1 and server keys use it.',
    remedy: 'Use MongoosePush 2.2 with the service account’s JSON.',
    confirm: OWN_PUBLISH,
    failures: ['39'],
  },
  {
    id: 'alert-not-processed',
    title: 'The app in the background cannot handle the push; INVALID_ARGUMENT TYPE_STRING',
    signs: ['not-processed-in-background'],
    cause:
      'The push is an alert, which the system shows without the app; or MongooseIM and MongoosePush differ in how they write the count.',
    remedy:
      'Enable with silent=true, for iOS alerts with mutable_content=true; upgrade both servers.',
    confirm: OWN_PUBLISH,
    failures: ['40', '40b'],
  },
  {
    id: 'app-server-down',
    title: 'Push is enabled but the server never publishes, or the app server is down',
    signs: ['app-server-down'],
    cause:
      'With a foreign push component its operator decides: it may be down, or drop the notification.',
    remedy: 'Ask the component for disco#info; ask its operator.',
    confirm: OWN_PUBLISH,
    failures: ['43', '45'],
  },
  {
    id: 'hidden-by-client',
    title: 'The client hides push as unavailable',
    signs: ['push-hidden-by-client'],
    cause: 'Some clients want stream management before they offer push.',
    remedy: 'Have the operator load mod_stream_management.',
    check: { section: '[modules.mod_stream_management]', option: null },
    confirm: STREAM_PROBE,
    failures: ['44'],
  },
];
