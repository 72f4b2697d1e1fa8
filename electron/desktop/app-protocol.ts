/** Ties the origin of the window's page to its own files. */
import { app, protocol, type Session } from 'electron';
import { createAppFiles } from './app-files.ts';
import { APP_ORIGIN, createAppOrigin, type AppOrigin } from './app-origin.ts';

/**
 * Claims what Electron grants only before it is ready: the scheme `app:` and sandboxed processes.
 *
 * A launcher that imports the application when Electron is ready already comes too late for both. The
 * page is then served under a name of `https:` that is reserved (RFC 6761 §6.4) and answered here, so
 * that it never reaches the network; the window asks for its sandbox itself.
 */
export function claimAppOrigin(): AppOrigin {
  try {
    // Who starts it with --no-sandbox (containers do, as root) can't have helper processes with one.
    if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
    protocol.registerSchemesAsPrivileged([
      {
        scheme: APP_ORIGIN.scheme,
        privileges: { standard: true, secure: true, codeCache: true },
      },
    ]);
    return APP_ORIGIN;
  } catch {
    return createAppOrigin('https', 'pushscope.invalid');
  }
}

/**
 * Serves the built renderer.
 * @param session the session of the window
 * @param origin answered; any other address of its scheme is 404
 * @param folder absolute path of the built renderer
 */
export function serveApp(session: Session, origin: AppOrigin, folder: string): void {
  session.protocol.handle(origin.scheme, createAppFiles(origin, folder));
}
