/**
 * What the window itself remembers between starts: drafts, parameters, never a secret. A store that
 * cannot be read is as good as empty; nothing the user sees may depend on it.
 */

const PREFIX = 'pushscope.';

/** Reads what was kept under a name, or null. The caller checks its shape. */
export function readKept(name: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** Keeps plain data under a name. */
export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs the user a draft after a restart, not the draft before him.
  }
}

/** Takes from `kept` the texts and flags whose names and types `blank` has. */
export function restoreFields<Fields extends Readonly<Record<string, string | boolean>>>(
  blank: Fields,
  kept: unknown,
): Fields {
  if (typeof kept !== 'object' || kept === null) return { ...blank };
  const entries = Object.entries(blank).map(([name, value]) => {
    const found: unknown = Object.hasOwn(kept, name) ? Reflect.get(kept, name) : undefined;
    return [name, typeof found === typeof value ? found : value] as const;
  });
  return Object.fromEntries(entries) as Fields;
}
