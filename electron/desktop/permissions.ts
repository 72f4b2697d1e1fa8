/** Electron grants permissions unless told otherwise. The console needs none, so none is granted. */
import type { Session } from 'electron';

/** Denies every request, check and device of a session, and every download. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.on('will-download', (event) => event.preventDefault());
}
