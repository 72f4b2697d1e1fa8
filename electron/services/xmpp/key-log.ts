/**
 * TLS keys of one session, written for Wireshark, in the format of NSS that Node emits line by line.
 * draft-ietf-tls-keylogfile-05 "The SSLKEYLOGFILE Format for TLS", 2025-06.
 */
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Where the keys of a session go. Whoever reads the file can read the session. */
export interface KeyLog {
  /** Name of the file, without its folder. */
  readonly name: string;
  /** @param line with its line feed @returns false when it could not be written */
  write(line: Buffer | string): boolean;
}

/**
 * Opens a key log; a new file is for its owner only, an existing one is continued.
 * @returns null when the file cannot be written
 */
export function openKeyLog(path: string): KeyLog | null {
  function write(line: Buffer | string): boolean {
    try {
      // Five lines for each handshake: not worth a handle that has to be closed.
      appendFileSync(path, line, { mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }
  return write('') ? { name: basename(path), write } : null;
}
