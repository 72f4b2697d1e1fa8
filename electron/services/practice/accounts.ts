/** The accounts of one host: passwords as configured, SCRAM credentials derived once when first needed. */
import { deriveCredential, type ScramCredential, type ScramDigest } from './scram-keys.ts';

/** Who may log in to a host. */
export interface PracticeAccounts {
  exists(name: string): boolean;
  passwordMatches(name: string, password: string): boolean;
  /** Null for an unknown account. */
  credential(name: string, digest: ScramDigest): Promise<ScramCredential | null>;
}

/** @param passwords account name to password */
export function createAccounts(passwords: Readonly<Record<string, string>>): PracticeAccounts {
  const known = new Map(Object.entries(passwords));
  const credentials = new Map<string, Promise<ScramCredential>>();
  return {
    exists: (name) => known.has(name),
    passwordMatches: (name, password) => known.get(name) === password,
    async credential(name, digest) {
      const password = known.get(name);
      if (password === undefined) return null;
      const key = `${digest} ${name}`;
      const derived = credentials.get(key) ?? deriveCredential(digest, password);
      credentials.set(key, derived);
      return derived;
    },
  };
}
