/** Gives a host the modules and services that its configuration names. */
import { createElement } from '#shared/xml/node.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import { createTokenModule } from './auth-tokens.ts';
import { createDiscoModule } from './disco.ts';
import { createHost, type PracticeHost } from './host.ts';
import { createPushService } from './mongoose-push/push-service.ts';
import type {
  PracticeComponent,
  PracticeHostConfig,
  PracticeResource,
  PracticeRoster,
} from './ports.ts';
import { createPubsubService } from './pubsub/pubsub-service.ts';
import { createPushModule } from './push/push-module.ts';
import { createRosterModule } from './roster.ts';
import type { StanzaRouter } from './router.ts';
import { oneAtATime } from './serial-component.ts';
import type { ConnectedSession, SessionRegistry } from './sessions.ts';
import { createSmallModules } from './small-modules.ts';

/** What {@link assembleHost} puts together. */
export interface HostAssembly {
  readonly config: PracticeHostConfig;
  readonly sessions: SessionRegistry;
  readonly router: StanzaRouter;
  /** Services of others under this host's domain. */
  readonly components: readonly PracticeComponent[];
  readonly now: () => Date;
}

/** Puts one host together. */
export function assembleHost(assembly: HostAssembly): PracticeHost {
  const { config, sessions, router, now } = assembly;
  const { pubsubPlugins, push } = config;
  const pushNotifications = createPushService({ config: () => config.mongoosePush });
  const host = createHost(config, now);
  for (const resource of config.resources ?? []) sessions.open(clientless(config.domain, resource));
  host.components.push(...assembly.components);
  host.iqModules.push(
    createDiscoModule(host),
    ...(host.modules.has('roster') ? [createRosterModule(host, sessions)] : []),
    ...(host.auth.tokens === true ? [createTokenModule(host.tokens)] : []),
    ...createSmallModules(host, now, (fullJid) => sessions.forgetInitialPriority(fullJid)),
  );
  if (pubsubPlugins !== null && pubsubPlugins.length > 0) {
    const service = createPubsubService({ host: { ...config, pubsubPlugins }, pushNotifications });
    host.components.push(oneAtATime(service));
  }
  if (push !== null) {
    const roster = rosterOf(host, sessions);
    const module = createPushModule({
      host: { ...config, push },
      roster,
      router,
      pushNotifications,
    });
    host.push = module;
    host.iqModules.push(module);
  }
  return host;
}

/** What is delivered to it is lost, as with a phone that stays connected and shows nothing. */
function clientless(
  domain: string,
  { account, resource, priority }: PracticeResource,
): ConnectedSession {
  const bareJid = `${account}@${domain}`;
  const fullJid = `${bareJid}/${resource}`;
  const value = createElement('priority', NS_CLIENT, {}, [String(priority)]);
  return {
    ...{ fullJid, bareJid, priority, presenceSent: true },
    presence: createElement('presence', NS_CLIENT, { from: fullJid }, [value]),
    deliver: () => undefined,
    replaced: () => undefined,
  };
}

function rosterOf(host: PracticeHost, sessions: SessionRegistry): PracticeRoster {
  return {
    accountExists: (bareJid) => host.accounts.exists(bareJid.split('@')[0] ?? ''),
    isOffline: (bareJid) => sessions.isOffline(bareJid),
    forgetInitialPriority: (fullJid) => sessions.forgetInitialPriority(fullJid),
  };
}
