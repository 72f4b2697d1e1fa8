/**
 * The parts of xmpp.js 0.14.0 that are used here, as they are at run time. The published types cover
 * another version and leave out most of these.
 */
declare module '@xmpp/xml' {
  export interface Element {
    name: string;
    attrs: Record<string, string | undefined>;
    is(name: string, ns?: string): boolean;
    getNS(): string | undefined;
    text(): string;
    getChild(name: string, ns?: string): Element | undefined;
    getChildren(name: string): Element[];
    getChildText(name: string): string | null;
  }
  export default function xml(
    name: string,
    attrs?: Record<string, string>,
    ...children: (Element | string)[]
  ): Element;
}

declare module '@xmpp/client-core' {
  import type { EventEmitter } from 'node:events';
  import type { Element } from '@xmpp/xml';

  export interface Jid {
    toString(): string;
  }

  /** What the library needs of a socket. */
  export interface LibrarySocket extends EventEmitter {
    secure: boolean;
    connect(parameters: never): void;
    write(text: string, done?: (error?: Error | null) => void): void;
    end(): void;
  }

  /** A transport is a class whose prototype is asked for everything; it is never constructed. */
  export class Transport {
    Socket: unknown;
  }

  export interface ClientOptions {
    readonly service: string;
    readonly domain: string;
    readonly lang?: string;
    /** Milliseconds each step of the library may take. */
    readonly timeout: number;
  }

  export class Client extends EventEmitter {
    constructor(options: ClientOptions);
    transports: (typeof Transport)[];
    jid: Jid | null;
    status: string;
    socket: LibrarySocket | null;
    isSecure(): boolean;
    connect(service: string): Promise<unknown>;
    open(options: { readonly domain: string; readonly lang: string }): Promise<unknown>;
    /** Closes the stream and the socket. */
    stop(): Promise<unknown>;
    restart(): Promise<unknown>;
    write(text: string): Promise<void>;
    send(element: Element): Promise<void>;
    sendReceive(element: Element): Promise<Element>;
    /** Internal to the library: tells that the stream is ready for stanzas. */
    _ready(resumed: boolean): void;
    /** Internal to the library: takes note of the bound JID. */
    _jid(fullJid: string): Jid;
  }

  export function jid(local: string, domain: string): Jid;
}

declare module '@xmpp/tcp/lib/Connection.js' {
  import type { Transport } from '@xmpp/client-core';
  export default class ConnectionTCP extends Transport {}
}

declare module '@xmpp/tls/lib/Connection.js' {
  import type { Transport } from '@xmpp/client-core';
  export default class ConnectionTLS extends Transport {}
}

declare module '@xmpp/websocket/lib/Connection.js' {
  import type { Transport } from '@xmpp/client-core';
  export default class ConnectionWebSocket extends Transport {}
}

declare module '@xmpp/middleware' {
  import type { Client } from '@xmpp/client-core';
  import type { Element } from '@xmpp/xml';

  export interface IncomingContext {
    readonly entity: Client;
    readonly stanza: Element;
  }
  export type Next = () => Promise<unknown>;
  export interface Middleware {
    use(handler: (context: IncomingContext, next: Next) => unknown): void;
  }
  export default function middleware(parts: { entity: Client }): Middleware;
}

declare module '@xmpp/stream-features' {
  import type { IncomingContext, Middleware, Next } from '@xmpp/middleware';
  import type { Element } from '@xmpp/xml';

  export interface StreamFeatures {
    use(
      name: string,
      ns: string,
      handler: (context: IncomingContext, next: Next, feature: Element) => unknown,
    ): void;
  }
  export default function streamFeatures(parts: { middleware: Middleware }): StreamFeatures;
}

declare module '@xmpp/iq/caller.js' {
  import type { Client } from '@xmpp/client-core';
  import type { Middleware } from '@xmpp/middleware';
  import type { Element } from '@xmpp/xml';

  export interface IqCaller {
    set(child: Element, to?: string, timeoutMs?: number): Promise<Element | undefined>;
  }
  export default function iqCaller(parts: { entity: Client; middleware: Middleware }): IqCaller;
}

declare module '@xmpp/resource-binding' {
  import type { IqCaller } from '@xmpp/iq/caller.js';
  import type { StreamFeatures } from '@xmpp/stream-features';

  export default function resourceBinding(
    parts: { streamFeatures: StreamFeatures; iqCaller: IqCaller },
    resource: string,
  ): void;
}
