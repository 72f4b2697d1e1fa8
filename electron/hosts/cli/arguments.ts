/** Reads single values of the command line; what does not fit ends the command with exit code 2. */
import { InvalidArgumentError } from 'commander';
import { parseJid, toBareJid } from '#shared/xmpp/jid.ts';

const FINGERPRINT = /^[0-9a-f]{64}$/;
const SERVICE = /^(?:xmpps?|wss?|https?):\/\/[^\s/]+/i;
const SPAN = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/;
const SPAN_UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** An account's bare JID. */
export function readAccount(text: string): string {
  const jid = parseJid(text);
  if (jid === null || jid.local === '') {
    throw new InvalidArgumentError('An account looks like alice@example.org.');
  }
  return toBareJid(text);
}

/** A bare JID, or the domain alone for the mechanisms that need no name. */
export function readBareJid(text: string): string {
  if (parseJid(text) === null) {
    throw new InvalidArgumentError('An account looks like alice@example.org.');
  }
  return toBareJid(text);
}

/** Name of a SASL mechanism, in either case. */
export function readMechanism(text: string): string {
  const name = text.toUpperCase();
  if (/^[A-Z0-9_-]{1,64}$/.test(name)) return name;
  throw new InvalidArgumentError('A mechanism looks like SCRAM-SHA-256 or PLAIN.');
}

/** A proxy without its password, which would be visible to every user of the machine. */
export function readProxy(text: string): string {
  if (!/^(?:http|socks5):\/\/[^\s/]+/i.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('A proxy looks like http://host:3128 or socks5://host:1080.');
  }
  if (new URL(text).password === '') return text;
  throw new InvalidArgumentError('Name a variable that holds the password: --proxy-password-env.');
}

/** Any JID. */
export function readJid(text: string): string {
  if (parseJid(text) === null) throw new InvalidArgumentError('This is not a JID.');
  return text;
}

/** An address with its scheme; host and port are the session’s to judge. */
export function readService(text: string): string {
  if (SERVICE.test(text)) return text;
  throw new InvalidArgumentError(
    'A service looks like xmpp://host:5222, xmpps://, ws://, wss:// or https://.',
  );
}

/** SHA-256, with or without colons, in either case. */
export function readFingerprint(text: string): string {
  const plain = text.replaceAll(':', '').toLowerCase();
  if (FINGERPRINT.test(plain)) return plain;
  throw new InvalidArgumentError('A SHA-256 fingerprint has 64 hexadecimal digits.');
}

/** Milliseconds, within what the contract accepts. */
export function readTimeout(text: string): number {
  const ms = Number(text);
  if (Number.isInteger(ms) && ms >= 100 && ms <= 600_000) return ms;
  throw new InvalidArgumentError('A timeout is 100 to 600000 milliseconds.');
}

/** A TCP port; 0 stands for a free one. */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is 0 to 65535; 0 takes a free one.');
}

/** A whole number from 1. */
export function readCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('A count is a whole number from 1.');
}

/**
 * A span of time: `90`, `90s`, `1.5m`, `250ms`, `1h`. Seconds without a unit.
 * @returns milliseconds
 */
export function readSpan(text: string): number {
  const [, amount, unit = 's'] = SPAN.exec(text) ?? [];
  const ms = Number(amount) * (SPAN_UNIT_MS[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('A span looks like 30s, 5m or 250ms.');
}

/** Collects `--option name=value`; a later one of the same name replaces the earlier. */
export function collectOption(
  text: string,
  before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const equals = text.indexOf('=');
  if (equals <= 0)
    throw new InvalidArgumentError('A publish-option looks like topic=org.example.app.');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

/** Collects a repeated option. */
export function collectText(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/**
 * The base URL of an HTTP service, without path: `http://127.0.0.1:8080`.
 * @returns its origin
 */
export function readHttpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '') return url.origin;
  throw new InvalidArgumentError(
    'It looks like http://127.0.0.1:8080 or https://push.example.org.',
  );
}

/**
 * The base URL of an HTTP service without TLS, which the practice server's pool does not speak.
 * @returns its origin
 */
export function readPlainHttpUrl(text: string): string {
  const origin = readHttpUrl(text);
  if (origin.startsWith('http:')) return origin;
  throw new InvalidArgumentError(
    'The practice server pushes over plain HTTP: http://127.0.0.1:8080.',
  );
}
