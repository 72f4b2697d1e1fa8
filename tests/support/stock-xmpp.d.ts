/** The stock client as the trap table and the benchmarks run it; it has no types of its own at this version. */
declare module '@xmpp/client' {
  import type { EventEmitter } from 'node:events';

  export interface StockElement {
    attrs: Record<string, string | undefined>;
    is(name: string, ns?: string): boolean;
    getChild(name: string, ns?: string): StockElement | undefined;
    getChildText(name: string): string | null;
    toString(): string;
  }

  export interface StockOptions {
    readonly service: string;
    readonly domain?: string;
    readonly username?: string;
    readonly password?: string;
    /** Milliseconds. */
    readonly timeout?: number;
    readonly credentials?: (
      authenticate: (
        credentials: { username: string; password: string },
        mechanism: string,
      ) => Promise<void>,
    ) => Promise<void>;
    readonly [other: string]: unknown;
  }

  export interface StockClient extends EventEmitter {
    start(): Promise<unknown>;
    stop(): Promise<unknown>;
    disconnect(timeoutMs?: number): Promise<unknown>;
    send(element: StockElement): Promise<void>;
    sendMany(elements: StockElement[]): Promise<void>;
    write(text: string): Promise<void>;
    status: string;
    reconnect: EventEmitter & { delay: number; stop(): void };
    iqCaller: { request(stanza: StockElement, timeoutMs?: number): Promise<StockElement> };
  }

  export function client(options: StockOptions): StockClient;
  export function xml(
    name: string,
    attrs?: Record<string, string>,
    ...children: (StockElement | string)[]
  ): StockElement;
}

declare module '@xmpp/debug' {
  import type { StockClient } from '@xmpp/client';
  /** Prints every element through `console.debug`. */
  export default function debug(entity: StockClient, force?: boolean): void;
}
