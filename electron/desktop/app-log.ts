/**
 * The application's own log, apart from the transcript: what went wrong inside. Errors of libraries may
 * quote what a server or a user wrote, so quoted text and markup are left out.
 */
import type { Logger } from '#services/logger.ts';
import log from 'electron-log/main';
import { describeError } from './error-text.ts';

/** One old file of the same size is kept beside the current one. */
const MAX_BYTES = 1_048_576;

/**
 * @param file absolute path of the log
 */
export function createAppLog(file: string): Logger {
  const logger = log.create({ logId: 'pushscope' });
  logger.transports.file.resolvePathFn = () => file;
  logger.transports.file.maxSize = MAX_BYTES;
  logger.transports.file.level = 'info';
  logger.transports.console.level = false;
  logger.transports.ipc.level = false;
  return {
    error: (message, cause) => logger.error(`${message} ${describeError(cause)}`),
  };
}
