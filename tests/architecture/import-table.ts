/**
 * Who may import what, as data: the linter reports a forbidden import while it is typed, and
 * import-rules.test.ts walks the real imports of every file.
 */

/** What the files under one path may import. Of several that match, the one with the longest path holds. */
export interface ImportRule {
  /** Path of a folder (with a slash at its end) or of one file. */
  readonly path: string;
  /** Folders or files of the project. */
  readonly folders: readonly string[];
  /** Exceptions from `folders`. */
  readonly notFolders?: readonly string[];
  /** Packages; `@scope/*` stands for all of a scope. */
  readonly packages: readonly string[];
  /** Whether Node's own modules may be used. */
  readonly node: boolean;
}

const userInterfacePackages = [
  'vue',
  'pinia',
  'reka-ui',
  '@codemirror/*',
  '@lezer/*',
  '@vueuse/core',
  '@fontsource-variable/*',
];

export const IMPORT_TABLE: readonly ImportRule[] = [
  { path: 'shared/', folders: ['shared/'], packages: ['zod', 'saxes'], node: false },

  {
    path: 'electron/services/',
    folders: ['shared/', 'electron/services/'],
    packages: ['libsql', 'zod'],
    node: true,
  },
  // Only here is an XMPP library used.
  {
    path: 'electron/services/xmpp/',
    folders: ['shared/', 'electron/services/'],
    packages: ['@xmpp/*', 'ws', 'saxes', 'socks', 'zod'],
    node: true,
  },
  // The practice server has its own XML, so that every end-to-end test compares two implementations.
  {
    path: 'electron/services/practice/',
    folders: ['shared/', 'electron/services/'],
    notFolders: ['electron/services/xmpp/'],
    packages: ['ws', 'selfsigned'],
    node: true,
  },

  {
    path: 'electron/hosts/',
    folders: ['shared/', 'electron/services/', 'electron/hosts/'],
    packages: ['commander', 'zod'],
    node: true,
  },
  {
    path: 'electron/desktop/',
    folders: ['shared/', 'electron/services/', 'electron/desktop/'],
    packages: ['electron', 'electron-log'],
    node: true,
  },
  {
    path: 'electron/main.ts',
    folders: ['electron/services/', 'electron/desktop/'],
    packages: ['electron'],
    node: true,
  },
  {
    path: 'electron/preload.ts',
    folders: ['shared/', 'electron/desktop/ipc-channels.ts'],
    packages: ['electron'],
    node: false,
  },

  {
    path: 'renderer/',
    folders: ['shared/', 'renderer/'],
    packages: userInterfacePackages,
    node: false,
  },
  // Components see stores; only stores see the bridge.
  {
    path: 'renderer/components/',
    folders: ['shared/', 'renderer/'],
    notFolders: ['renderer/bridge/'],
    packages: userInterfacePackages,
    node: false,
  },
];

/** The rule that holds for a file, or null where there is none (tests, configurations). */
export function findImportRule(file: string): ImportRule | null {
  if (isConfiguration(file)) return null;
  const matching = IMPORT_TABLE.filter((rule) => isUnder(file, [rule.path]));
  return matching.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}

/** True for a package name that one of the patterns allows. */
export function isAllowedPackage(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

/** True for a file that is one of the paths or lies in one of them. */
export function isUnder(file: string, paths: readonly string[]): boolean {
  return paths.some((path) => (path.endsWith('/') ? file.startsWith(path) : file === path));
}

/** Configurations of tools lie in the folders they configure, and run in Node. */
export function isConfiguration(file: string): boolean {
  return /(^|\/)[\w.]+\.config\.(ts|js)$/.test(file);
}
