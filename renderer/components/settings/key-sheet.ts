/** The keys as the settings list them. */
export const KEY_SHEET: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'Ctrl+K', does: 'All commands' },
  { keys: 'Ctrl+F', does: 'Filter the inspector' },
  { keys: 'F3 · Shift+F3', does: 'Next and previous entry' },
  { keys: '↑ ↓ Home End', does: 'Move in the list of entries' },
  { keys: 'Ctrl+C', does: 'Copy the selected entry, masked' },
  { keys: 'Ctrl+Enter', does: 'Send the draft' },
  { keys: 'Ctrl+E', does: 'Export the transcript' },
  { keys: 'Ctrl+V', does: 'Read a log, in Transcripts' },
  { keys: 'Ctrl+L', does: 'Clear the view, not the record' },
  { keys: '1 … 9', does: 'Work with that session' },
  { keys: 'Alt+1 … Alt+5', does: 'Run, Compose, Diagram, Gateway, Transcripts' },
  { keys: 'F11', does: 'Let the focused pane fill the window, and back' },
];
