/**
 * One handler for every request of the contract. The map's type is total: a request without a handler
 * does not compile. Handlers translate between the contract and a service, and do nothing else.
 */
import type { RequestAnswer, RequestInput, RequestName } from '#shared/contract/channels.ts';
import type { ConsoleServices } from './console-services.ts';
import { appHandlers } from './handlers/app-handlers.ts';
import { entryHandlers } from './handlers/entry-handlers.ts';
import { practiceHandlers } from './handlers/practice-handlers.ts';
import { recordingHandlers } from './handlers/recording-handlers.ts';
import { queryHandlers } from './handlers/query-handlers.ts';
import { runHandlers } from './handlers/run-handlers.ts';
import { sessionHandlers } from './handlers/session-handlers.ts';

/** Answers one request; the input has passed its schema. May throw: dispatch turns that into a problem. */
export type Handler<Name extends RequestName> = (
  services: ConsoleServices,
  input: RequestInput<Name>,
) => RequestAnswer<Name> | Promise<RequestAnswer<Name>>;

/** Handlers of some requests, by name. */
export type Handlers<Name extends RequestName = RequestName> = {
  readonly [Key in Name]: Handler<Key>;
};

/** Every request of the contract with its handler. */
export const HANDLERS: Handlers = {
  ...appHandlers,
  ...sessionHandlers,
  ...runHandlers,
  ...recordingHandlers,
  ...entryHandlers,
  ...queryHandlers,
  ...practiceHandlers,
};
