/** Ties the scheme `app:` to the window's own files. */
import { protocol, type Session } from 'electron';
import { createAppFiles } from './app-files.ts';
import { APP_SCHEME } from './app-origin.ts';

/** Must run before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/**
 * Serves the built renderer.
 * @param session the session of the window
 * @param folder absolute path of the built renderer
 */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle(APP_SCHEME, createAppFiles(folder));
}
