/** The native menu: roles for what Electron does itself, and the view's own commands by name. */
import { HOST_COMMANDS, type HostCommand, type HostCommandId } from '#shared/contract/commands.ts';
import { COPY_FORMATS } from '#shared/contract/query.ts';
import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * Builds and shows the application menu.
 * @param invoke told which of the view's commands was chosen
 */
export function installMenu(invoke: (command: HostCommandId) => void): void {
  const entry = (id: HostCommandId): MenuItemConstructorOptions => {
    const { title, keys } = findCommand(id);
    const accelerator = keys === null ? {} : { accelerator: keys };
    return { id, label: title, ...accelerator, click: () => invoke(id) };
  };
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } as const] : []),
      { label: '&File', submenu: fileItems(entry, isMac) },
      { role: 'editMenu' },
      { label: '&View', submenu: viewItems(entry) },
      { label: 'E&ntry', submenu: entryItems(entry) },
      { role: 'windowMenu' },
      { role: 'help', submenu: [entry('help.open'), entry('help.shortcuts'), { role: 'about' }] },
    ]),
  );
}

function findCommand(id: HostCommandId): HostCommand {
  return HOST_COMMANDS.find((command) => command.id === id) ?? { id, title: id, keys: null };
}

type Entry = (id: HostCommandId) => MenuItemConstructorOptions;

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

function fileItems(entry: Entry, isMac: boolean): MenuItemConstructorOptions[] {
  return [
    entry('session.connect'),
    entry('practice.enter'),
    SEPARATOR,
    entry('transcript.open'),
    entry('transcript.paste'),
    entry('transcript.export'),
    SEPARATOR,
    entry('settings.open'),
    SEPARATOR,
    { role: isMac ? 'close' : 'quit' },
  ];
}

function entryItems(entry: Entry): MenuItemConstructorOptions[] {
  return [
    entry('entry.compare'),
    entry('entry.compare-mark'),
    SEPARATOR,
    ...COPY_FORMATS.map((format) => entry(`entry.copy-${format}`)),
  ];
}

function viewItems(entry: Entry): MenuItemConstructorOptions[] {
  return [
    entry('palette.open'),
    SEPARATOR,
    entry('place.run'),
    entry('place.compose'),
    entry('place.ledger'),
    entry('place.diagram'),
    entry('place.gateway'),
    entry('place.transcripts'),
    SEPARATOR,
    entry('filter.focus'),
    entry('filter.saved'),
    entry('filter.next'),
    entry('filter.previous'),
    entry('inspector.clear'),
    SEPARATOR,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    // F11 lets the focused pane fill the window.
    { role: 'togglefullscreen', accelerator: 'Shift+F11' },
  ];
}
