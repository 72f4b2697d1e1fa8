/** What a session is connected with. */
import type { RequestInput } from '#shared/contract/channels.ts';

/** What a user hands in to connect, the password included. */
export type ConnectInput = RequestInput<'session.connect'>;
