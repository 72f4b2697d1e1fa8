/** What the options of a connection mean, and which of them are not the usual ones. */
import type { SelectOption } from '#renderer/components/controls/select-option.ts';
import type { ChosenFile } from '#shared/contract/channels.ts';
import type { ProfileOptions, StreamManagementMode } from '#shared/contract/session.ts';
import { SASL_MECHANISMS } from '#shared/xmpp/sasl-mechanisms.ts';

export const MECHANISMS: readonly SelectOption<string>[] = [
  { value: '', label: 'Strongest offered' },
  ...SASL_MECHANISMS.map((name) => ({ value: name, label: name })),
];

export const STREAM_MANAGEMENT: readonly SelectOption<StreamManagementMode>[] = [
  { value: 'off', label: 'Off' },
  { value: 'count', label: 'Count' },
  { value: 'resume', label: 'Count and resume' },
];

/** What a mode of stream management does to push: an account that counts as online gets none. */
export const STREAM_MANAGEMENT_HINTS: Readonly<Record<StreamManagementMode, string>> = {
  off: 'Not asked for. A lost connection counts as offline once the server notices.',
  count:
    'Counts what the server has received. MongooseIM then keeps a lost session for ten minutes: it counts as online and gets no push.',
  resume:
    'Also takes up the old stream after a lost connection. Until then, for ten minutes, the session counts as online and gets no push.',
};

/**
 * What differs from the defaults, in words.
 * @returns `as usual` when nothing does
 */
export function describeOptions(options: ProfileOptions, keyLog: ChosenFile | null): string {
  const differing = [
    options.mechanism === '' ? '' : `${options.mechanism} only`,
    options.sasl2 ? '' : 'without SASL2',
    options.clientCertificateId === null ? '' : 'client certificate',
    options.proxy === '' ? '' : `by proxy ${options.proxy}`,
    {
      off: '',
      count: 'stream management counts',
      resume: 'stream management resumes',
    }[options.streamManagement],
    options.reconnect ? 'connects again' : '',
    keyLog === null ? '' : 'TLS keys are written',
  ].filter((words) => words !== '');
  return differing.join(' · ') || 'as usual';
}
