/** The two names on Electron's IPC that preload and main process share. There is no third. */

/** Page to main: `invoke(REQUEST_CHANNEL, requestName, input)`, answered with a `Result`. */
export const REQUEST_CHANNEL = 'pushscope:request';

/** Main to page: one batch of events. */
export const EVENT_CHANNEL = 'pushscope:events';
