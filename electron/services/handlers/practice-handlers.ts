/** Requests about the practice server and the gateway. */
import { ok } from '#shared/contract/result.ts';
import { enterPractice } from '../practice-entry.ts';
import type { Handlers } from '../request-handlers.ts';

/** Answers `practice.*` and `gateway.*`. */
export const practiceHandlers: Handlers<
  | 'practice.read'
  | 'practice.start'
  | 'practice.stop'
  | 'practice.enter'
  | 'gateway.read'
  | 'gateway.start'
  | 'gateway.stop'
  | 'gateway.list'
> = {
  'practice.read': ({ practice }) => ok(practice.snapshot()),
  'practice.start': ({ practice }, options) => practice.start(options),
  'practice.stop': async ({ practice }) => ok(await practice.stop()),
  'practice.enter': (services) => enterPractice(services),
  'gateway.read': ({ gateway }) => ok(gateway.snapshot()),
  'gateway.start': ({ gateway }, { port }) => gateway.start(port),
  'gateway.stop': async ({ gateway }) => ok(await gateway.stop()),
  'gateway.list': ({ gateway }) => ok(gateway.received()),
};
