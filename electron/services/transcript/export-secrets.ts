/** What an export must not contain, as far as services know it before any entry is read. */
import type { RunSnapshot } from '#shared/contract/run.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import type { Secret } from '#shared/transcript/redaction/classes.ts';

/** What an export tells besides the entries, and what it must not tell. */
export interface ExportContext {
  readonly sessions: readonly SessionSnapshot[];
  readonly runs: readonly RunSnapshot[];
  /** Passwords that are in memory. */
  readonly passwords: readonly string[];
  readonly version: string;
}

/** For a store that nobody tells of sessions and runs. */
export const EMPTY_CONTEXT: ExportContext = { sessions: [], runs: [], passwords: [], version: '' };

/** Options whose values are words of the protocol. */
const PLAIN_OPTIONS: readonly string[] = ['service', 'mode', 'priority', 'silent', 'topic'];

/** Lists passwords, device tokens, node names and private options. */
export function listKnownSecrets(context: ExportContext): Secret[] {
  const secrets: Secret[] = context.passwords.map((value) => ({ value, class: 'password' }));
  for (const { parameters, resolved } of context.runs) {
    secrets.push({ value: parameters.deviceId, class: 'token' });
    secrets.push(
      { value: parameters.node, class: 'node' },
      { value: resolved.node, class: 'node' },
    );
    for (const [name, value] of Object.entries(parameters.options)) {
      if (!PLAIN_OPTIONS.includes(name)) secrets.push({ value, class: 'option' });
    }
  }
  return secrets.filter(({ value }) => value !== '');
}
