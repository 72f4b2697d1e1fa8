/** What runs and hosts need of the gateway. */
import type { GatewaySnapshot, ReceivedPush } from '#shared/contract/gateway.ts';
import type { Result } from '#shared/contract/result.ts';
import type { GatewayBehaviour } from './behaviour.ts';

/** The MongoosePush stand-in. */
export interface GatewayService {
  snapshot(): GatewaySnapshot;
  /** Listens on 127.0.0.1. @param port 0 for the one it had before, if still free, or else any free one */
  start(port: number): Promise<Result<GatewaySnapshot>>;
  stop(): Promise<GatewaySnapshot>;
  /** Newest last, bounded. */
  received(): readonly ReceivedPush[];
  /** Treats all pushes this way from now on. */
  behave(behaviour: GatewayBehaviour): void;
  /** Hears each push as it arrives; returns the function that ends it. */
  onPush(listener: (push: ReceivedPush) => void): () => void;
  dispose(): Promise<void>;
}
