/** The choices among a run's parameters, in the words of the screen. */
import type { SelectOption } from '#renderer/components/controls/select-option.ts';

export const FLOWS: readonly SelectOption<string>[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'full', label: 'PubSub-full' },
  { value: 'less', label: 'PubSub-less' },
];

export const PUSH_SERVICES: readonly SelectOption<string>[] = [
  { value: 'apns', label: 'apns' },
  { value: 'fcm', label: 'fcm' },
];

export const AWAY_MODES: readonly SelectOption<string>[] = [
  { value: 'unavailable', label: 'unavailable presence' },
  { value: 'negative-priority', label: 'negative priority' },
  { value: 'close', label: 'closing the stream' },
  { value: 'drop', label: 'dropping the connection' },
];
