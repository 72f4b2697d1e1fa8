/** One virtual host as it runs: its configuration and everything that lives as long as the server. */
import { createAccounts, type PracticeAccounts } from './accounts.ts';
import { type AuthTokens, createAuthTokens } from './auth-tokens.ts';
import type { PracticeModuleName } from './host-modules.ts';
import { createOfflineStore, type OfflineStore } from './offline-store.ts';
import type {
  PracticeAuthConfig,
  PracticeComponent,
  PracticeHostConfig,
  PracticeIqModule,
} from './ports.ts';
import { createRosterStore, type RosterStore } from './roster.ts';
import type { PushModule } from './push/push-module.ts';

/** Modules of a host whose configuration names none: those of the recorded `localhost`. */
const DEFAULT_MODULES: readonly PracticeModuleName[] = [
  'adhoc',
  'blocking',
  'caps',
  'carboncopy',
  'csi',
  'last',
  'offline',
  'ping',
  'privacy',
  'private',
  'register',
  'roster',
  'sic',
  'stream_management',
  'time',
  'vcard',
  'version',
];

/** A virtual host with its modules, services and stores. */
export interface PracticeHost {
  readonly config: PracticeHostConfig;
  readonly domain: string;
  readonly modules: ReadonlySet<PracticeModuleName>;
  readonly accounts: PracticeAccounts;
  readonly auth: PracticeAuthConfig;
  readonly tokens: AuthTokens;
  readonly offline: OfflineStore;
  readonly rosters: RosterStore;
  /** Services at addresses of their own, filled while the server is put together. */
  readonly components: (PracticeComponent & { readonly idle?: () => Promise<void> })[];
  readonly iqModules: PracticeIqModule[];
  /** `mod_event_pusher_push`, once loaded. */
  push: PushModule | null;
  /** Resolves when no service of the host is at work. */
  idle(): Promise<void>;
}

/** Creates a host without services; they are added while the server is put together. */
export function createHost(config: PracticeHostConfig, now: () => Date): PracticeHost {
  const host: PracticeHost = {
    config,
    domain: config.domain,
    modules: new Set(config.modules ?? DEFAULT_MODULES),
    accounts: createAccounts(config.accounts),
    auth: config.auth ?? {},
    tokens: createAuthTokens(config.domain, now),
    offline: createOfflineStore(config.domain, now),
    rosters: createRosterStore(),
    components: [],
    iqModules: [],
    push: null,
    async idle() {
      for (const component of host.components) await component.idle?.();
      await host.push?.idle();
    },
  };
  return host;
}
