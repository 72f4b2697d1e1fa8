/**
 * Publish-options of MongooseIM's push service module.
 * Facts 6.2 "Publish options understood" and A.0 point 7. The chat server stores any value; wrong ones
 * are refused by MongoosePush later and nobody tells the client, so all remarks here are warnings.
 */
import type { FieldAdvice, TemplateField, TemplateValues } from './fields.ts';

/** The ten options, in the order of the tutorial's example; a form field has its option's name. */
export const PUBLISH_OPTION_NAMES: readonly string[] = [
  'service',
  'device_id',
  'silent',
  'topic',
  'priority',
  'mode',
  'click_action',
  'sound',
  'mutable_content',
  'time_to_live',
];

const APNS_TOKEN = /^[0-9a-fA-F]{64}$/;
const FCM_TOKEN = /^[\w-]{10,}:APA91[\w-]{80,}$/;

/** Which service a token's shape belongs to; null when it looks like neither. */
export function guessPushService(token: string): 'apns' | 'fcm' | null {
  if (APNS_TOKEN.test(token)) return 'apns';
  return FCM_TOKEN.test(token) ? 'fcm' : null;
}

function adviseToken(value: string, values: TemplateValues): FieldAdvice | null {
  if (/[/?#\s]/.test(value)) {
    return {
      severity: 'warning',
      message:
        'The token contains "/", "?", "#" or a space. MongooseIM puts it into a URL unescaped, so the push goes astray. Check how the app encodes it.',
    };
  }
  const guess = guessPushService(value);
  const chosen = values['service'];
  if (guess === null) return null;
  const shape = guess === 'apns' ? '64 hex digits' : 'With ":APA91"';
  const name = guess === 'apns' ? 'APNs' : 'FCM';
  if (typeof chosen === 'string' && chosen !== '' && chosen !== guess) {
    return {
      severity: 'warning',
      message: `${shape}: looks like ${name}. The service is ${chosen}. Check which of the two is right.`,
    };
  }
  return { severity: 'hint', message: `${shape}: looks like ${name}.` };
}

function adviseWithSilent(what: string) {
  return (value: string, values: TemplateValues): FieldAdvice | null =>
    value !== '' && values['silent'] === 'true'
      ? {
          severity: 'warning',
          message: `${what} is left out of silent pushes. They carry data only. Leave it blank, or set silent to false.`,
        }
      : null;
}

function adviseMode(value: string, values: TemplateValues): FieldAdvice | null {
  return value === 'dev' && values['service'] === 'fcm'
    ? {
        severity: 'warning',
        message:
          'FCM has no dev mode in a usual MongoosePush. It answers no_matching_pool and the push is lost. Leave mode blank.',
      }
    : null;
}

function adviseTopic(value: string, values: TemplateValues): FieldAdvice | null {
  if (value === '' && values['service'] === 'apns' && values['silent'] === 'true') {
    return {
      severity: 'warning',
      message:
        'topic is missing. Silent APNs pushes get no default topic. Use the app’s bundle id.',
    };
  }
  return null;
}

function adviseTimeToLive(value: string): FieldAdvice | null {
  return value === '' || /^\d+$/.test(value)
    ? null
    : {
        severity: 'warning',
        message:
          'Time to live is no whole number. MongoosePush answers 422 and the push is lost. Use seconds.',
      };
}

const TRUE_OR_FALSE = ['true', 'false'].map((value) => ({ value, label: value }));

/** Fields for the options; blank ones are left out of the form. */
export const PUBLISH_OPTION_FIELDS: readonly TemplateField[] = [
  {
    kind: 'choice',
    name: 'service',
    label: 'Service',
    help: 'Who delivers to the device.',
    group: 'main',
    required: true,
    defaultValue: 'apns',
    options: [
      { value: 'apns', label: 'APNs' },
      { value: 'fcm', label: 'FCM' },
    ],
    otherwise:
      'MongoosePush knows only apns and fcm. Any other service is stored, and every push is refused with 422. Choose one of the two.',
  },
  {
    kind: 'token',
    name: 'device_id',
    label: 'Device id',
    help: 'The token the app got from APNs or FCM.',
    group: 'main',
    required: true,
    advise: adviseToken,
  },
  {
    kind: 'choice',
    name: 'mode',
    label: 'Mode',
    help: 'prod, or dev for a debug build on APNs. Blank: MongoosePush uses prod.',
    group: 'more',
    required: false,
    options: ['prod', 'dev'].map((value) => ({ value, label: value })),
    otherwise:
      'MongoosePush knows only prod and dev. It answers 422 and the push is lost. Choose one.',
    advise: adviseMode,
  },
  {
    kind: 'text',
    name: 'topic',
    label: 'Topic',
    help: 'APNs only: the app’s bundle id.',
    group: 'more',
    required: false,
    placeholder: 'com.example.app',
    advise: adviseTopic,
  },
  {
    kind: 'choice',
    name: 'silent',
    label: 'Silent',
    help: 'true sends data only; the app shows what it likes.',
    group: 'more',
    required: false,
    options: TRUE_OR_FALSE,
    otherwise:
      'Only the exact text true makes a push silent. Anything else counts as false. Choose true or false.',
  },
  {
    kind: 'choice',
    name: 'priority',
    label: 'Priority',
    help: 'Blank leaves it to the push service.',
    group: 'more',
    required: false,
    options: ['normal', 'high'].map((value) => ({ value, label: value })),
    otherwise:
      'MongoosePush knows only normal and high, not APNs numbers. It answers 422 and every push is lost. Choose one.',
  },
  {
    kind: 'text',
    name: 'sound',
    label: 'Sound',
    help: 'Sound the device plays.',
    group: 'more',
    required: false,
    placeholder: 'default',
    advise: adviseWithSilent('sound'),
  },
  {
    kind: 'text',
    name: 'click_action',
    label: 'Click action',
    help: 'Activity on Android, category on iOS.',
    group: 'more',
    required: false,
    advise: adviseWithSilent('click_action'),
  },
  {
    kind: 'choice',
    name: 'mutable_content',
    label: 'Mutable content',
    help: 'APNs only: lets the app’s service extension change the notification.',
    group: 'more',
    required: false,
    options: TRUE_OR_FALSE,
    otherwise:
      'MongoosePush reads only true and false. It answers 422 and the push is lost. Choose one.',
  },
  {
    kind: 'text',
    name: 'time_to_live',
    label: 'Time to live',
    help: 'FCM only: seconds the notification may wait for the device.',
    group: 'more',
    required: false,
    placeholder: '3600',
    advise: adviseTimeToLive,
  },
];
