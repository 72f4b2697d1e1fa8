/**
 * How the parts of the practice server fit together. The stream side (TCP, WebSocket, SASL, bind) and
 * the routing side know services only through these; pubsub and push know routing only through these.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import type { PracticeModuleName } from './host-modules.ts';
import type { ScramDigest } from './scram-keys.ts';

/** Something that answers IQs at a JID of its own, e.g. `pubsub.localhost`. */
export interface PracticeComponent {
  readonly jid: string;
  /**
   * Answers an IQ addressed to this component.
   * @param iq the stanza with `from` (full JID) and `to` set
   * @returns the complete reply stanza, or null when MongooseIM would not answer at all
   */
  handleIq(iq: XmlElement): Promise<XmlElement | null>;
}

/** Handles IQs of certain payload namespaces sent to the domain, to a bare JID or without `to`. */
export interface PracticeIqModule {
  readonly namespaces: readonly string[];
  /** Where it answers; left out, on the domain and on accounts alike. */
  readonly levels?: readonly ('domain' | 'account')[];
  /** Same terms as {@link PracticeComponent.handleIq}. */
  handleIq(iq: XmlElement): Promise<XmlElement | null>;
}

/** What a module may know of accounts and connected sessions of its host. */
export interface PracticeRoster {
  accountExists(bareJid: string): boolean;
  /** True when no session of the account has an integer priority >= 0 (facts 5.2). */
  isOffline(bareJid: string): boolean;
  /** Facts 4.4: enable or disable rewrites the priority of a session that never sent presence. */
  forgetInitialPriority(fullJid: string): void;
}

/** Sends a stanza into the router as if it came from `from`. Used for publish IQs from the domain. */
export interface PracticeRouter {
  /** @returns the reply to an IQ, or null when none came within `timeoutMs` */
  requestIq(iq: XmlElement, timeoutMs: number): Promise<XmlElement | null>;
}

/** Told about each message stanza delivered to a local account, before delivery (facts 5.1). */
export interface PracticeMessageHook {
  onMessage(recipientBareJid: string, message: XmlElement): Promise<void>;
}

/** `[auth]`: what a host offers besides PLAIN. Left out, every SCRAM variant and nothing else. */
export interface PracticeAuthConfig {
  /** `password.hash`: the SCRAM variants there are credentials for; left out, all. */
  readonly scramHashes?: readonly ScramDigest[];
  /** ANONYMOUS: anybody comes in, under a random name. */
  readonly anonymous?: boolean;
  /** X-OAUTH: mod_auth_token gives out tokens and lets them log in. */
  readonly tokens?: boolean;
  /** EXTERNAL, for clients that show a certificate; the listener has to ask for it. */
  readonly external?: boolean;
  /** mod_sasl2 and mod_bind2: login and binding in one exchange, on TLS over TCP only. */
  readonly sasl2?: boolean;
}

/** A node that is there from the beginning. */
export interface PracticeNode {
  readonly name: string;
  readonly type: 'flat' | 'push';
  /** Name of the account that owns it. */
  readonly owner: string;
  /** Options that differ from the type's defaults, without `pubsub#`. */
  readonly options: Readonly<Record<string, string>>;
  /** Bare JID or domain to affiliation, besides the owner. */
  readonly affiliations: Readonly<Record<string, 'publish-only' | 'publisher' | 'member'>>;
}

/** A resource that is online from the beginning, without a client behind it. */
export interface PracticeResource {
  /** Name of the account. */
  readonly account: string;
  readonly resource: string;
  readonly priority: number;
}

/** One virtual host's configuration, after the sections of mongooseim.toml it stands for. */
export interface PracticeHostConfig {
  readonly domain: string;
  /** Account name to password. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly auth?: PracticeAuthConfig;
  /** Loaded modules besides those below; left out, the ones of the recorded `localhost`. */
  readonly modules?: readonly PracticeModuleName[];
  /** `mod_pubsub_old`: plugins in order; null when the module is off. */
  readonly pubsubPlugins: readonly ('flat' | 'pep' | 'push')[] | null;
  /** The new `mod_pubsub` of 6.8: PEP on accounts and no service. Shown in disco only. */
  readonly pepOnly?: boolean;
  readonly nodes?: readonly PracticeNode[];
  readonly resources?: readonly PracticeResource[];
  /** Accounts (names) that `access_createnode` denies. */
  readonly createNodeDenied: readonly string[];
  /** `mod_event_pusher.push`; null when the module is off. */
  readonly push: {
    /** e.g. `push.@HOST@`. */
    readonly virtualPubsubHosts: readonly string[];
    readonly plugin: 'defaults' | 'enhanced' | 'hints';
  } | null;
  /** `mod_push_service_mongoosepush`; null when the module is off. */
  readonly mongoosePush: {
    readonly apiVersion: 'v2' | 'v3';
    /** `http://127.0.0.1:PORT`; null stands for a pool that does not exist. */
    readonly url: string | null;
    readonly requestTimeoutMs: number;
  } | null;
}

/** A push registration as the server stores it: key (user, pubsub JID, node), value the options. */
export interface PushRegistration {
  readonly userJid: string;
  readonly pubsubJid: string;
  readonly node: string;
  readonly options: Readonly<Record<string, string>>;
}
