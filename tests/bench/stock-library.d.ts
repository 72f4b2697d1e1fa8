/** The stock client and its debug output, as the benchmarks use them; neither has types of its own. */
declare module '@xmpp/client' {
  import type { EventEmitter } from 'node:events';

  export interface StockClient extends EventEmitter {
    start(): Promise<unknown>;
    stop(): Promise<unknown>;
    write(text: string): Promise<unknown>;
    reconnect: { stop(): void };
  }

  export function client(options: {
    readonly service: string;
    readonly domain: string;
    readonly username: string;
    readonly password: string;
    /** Milliseconds. */
    readonly timeout?: number;
  }): StockClient;
}

declare module '@xmpp/debug' {
  import type { StockClient } from '@xmpp/client';

  /** Prints every element through `console.debug`. */
  export default function debug(entity: StockClient, force?: boolean): void;
}
