/**
 * What a host's menu can ask of the view, as `command.invoked` carries it. The view offers the same
 * commands in its palette; keys are written the way Electron does, `CmdOrCtrl+K`.
 */

export interface HostCommand {
  readonly id: string;
  readonly title: string;
  readonly keys: string | null;
}

/** All commands, in menu order. */
export const HOST_COMMANDS = [
  { id: 'session.connect', title: 'Connect…', keys: 'CmdOrCtrl+N' },
  { id: 'practice.enter', title: 'Practice', keys: null },
  { id: 'transcript.open', title: 'Open transcript…', keys: 'CmdOrCtrl+O' },
  { id: 'transcript.paste', title: 'Paste a log…', keys: null },
  { id: 'transcript.export', title: 'Export transcript…', keys: 'CmdOrCtrl+E' },
  { id: 'filter.focus', title: 'Filter entries', keys: 'CmdOrCtrl+F' },
  { id: 'filter.saved', title: 'Saved filters…', keys: null },
  { id: 'filter.next', title: 'Next entry', keys: 'F3' },
  { id: 'filter.previous', title: 'Previous entry', keys: 'Shift+F3' },
  { id: 'entry.copy-xml', title: 'Copy entries as XML', keys: null },
  { id: 'entry.copy-xmpp-js', title: 'Copy entries as xmpp.js code', keys: null },
  { id: 'entry.copy-markdown', title: 'Copy entries as Markdown', keys: null },
  { id: 'entry.copy-json', title: 'Copy entries as JSON', keys: null },
  { id: 'entry.copy-html', title: 'Copy entries as HTML', keys: null },
  { id: 'entry.compare', title: 'Compare entries', keys: 'CmdOrCtrl+D' },
  { id: 'entry.compare-mark', title: 'Mark entry for comparing', keys: 'CmdOrCtrl+Shift+D' },
  { id: 'inspector.clear', title: 'Clear view', keys: 'CmdOrCtrl+L' },
  { id: 'palette.open', title: 'All commands…', keys: 'CmdOrCtrl+K' },
  { id: 'place.run', title: 'Run', keys: 'Alt+1' },
  { id: 'place.compose', title: 'Compose', keys: 'Alt+2' },
  { id: 'place.ledger', title: 'Ledger', keys: 'Alt+3' },
  { id: 'place.diagram', title: 'Diagram', keys: 'Alt+4' },
  { id: 'place.gateway', title: 'Gateway', keys: 'Alt+5' },
  { id: 'place.transcripts', title: 'Transcripts', keys: 'Alt+6' },
  { id: 'settings.open', title: 'Settings…', keys: 'CmdOrCtrl+,' },
  { id: 'help.open', title: 'Help: causes and symptoms', keys: null },
  { id: 'help.shortcuts', title: 'Keyboard shortcuts', keys: 'F1' },
] as const satisfies readonly HostCommand[];

/** Id of a command. */
export type HostCommandId = (typeof HOST_COMMANDS)[number]['id'];
