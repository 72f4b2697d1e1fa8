/** The choices among a run's parameters, in the words of the screen. */
import type { SelectOption } from '#renderer/components/controls/select-option.ts';
import { AWAY_WORDS } from '#renderer/formatting/away-words.ts';
import { AWAY_MODES } from '#shared/contract/run.ts';

export const FLOWS: readonly SelectOption<string>[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'full', label: 'PubSub-full' },
  { value: 'less', label: 'PubSub-less' },
];

export const PUSH_SERVICES: readonly SelectOption<string>[] = [
  { value: 'apns', label: 'apns' },
  { value: 'fcm', label: 'fcm' },
];

export const AWAY_MODE_OPTIONS: readonly SelectOption<string>[] = AWAY_MODES.map((mode) => ({
  value: mode,
  label: AWAY_WORDS[mode].label,
}));
