/** What keys and the host's menu entries do, by the contract's command names. */
import { nextTick } from 'vue';
import { FILTER_FIELD_ID } from '#renderer/components/inspector/filter-field.ts';
import { useComposeStore } from '#renderer/stores/compose.ts';
import { useComparisonStore } from '#renderer/stores/comparison.ts';
import { useEntryDetailStore } from '#renderer/stores/entry-detail.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { usePasteLogStore } from '#renderer/stores/paste-log.ts';
import { useMarksStore } from '#renderer/stores/marks.ts';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { usePracticeStore } from '#renderer/stores/practice.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import type { HostCommandId } from '#shared/contract/commands.ts';
import type { Shortcut } from './shortcuts.ts';

const MOST_SESSION_KEYS = 9;

export interface Commands {
  readonly shortcuts: readonly Shortcut[];
  /** Runs a command; a name it does not know does nothing. */
  readonly runCommand: (command: string) => void;
}

/** Builds the commands on the stores of the calling component's application. */
export function useCommands(): Commands {
  const places = usePlacesStore();
  const inspector = useInspectorStore();
  const detail = useEntryDetailStore();
  const comparison = useComparisonStore();
  const compose = useComposeStore();
  const sessions = useSessionsStore();
  const marks = useMarksStore();

  const actions: Readonly<Record<HostCommandId, () => void>> = {
    'session.connect': () => places.go('connect'),
    'practice.enter': () => void enterPractice(),
    'transcript.open': () => void openTranscript(),
    'transcript.paste': pasteLog,
    'transcript.export': () => (places.exportOpen = true),
    'filter.focus': () => void nextTick(() => document.getElementById(FILTER_FIELD_ID)?.focus()),
    'filter.saved': () => (places.savedFiltersOpen = true),
    'filter.next': () => void inspector.selectNext(1),
    'filter.previous': () => void inspector.selectNext(-1),
    'entry.copy-xml': () => void detail.copy('xml'),
    'entry.copy-xmpp-js': () => void detail.copy('xmpp-js'),
    'entry.copy-markdown': () => void detail.copy('markdown'),
    'entry.copy-json': () => void detail.copy('json'),
    'entry.copy-html': () => void detail.copy('html'),
    'entry.compare': () => void comparison.compare(),
    'entry.compare-mark': () => comparison.mark(),
    'inspector.clear': () => void inspector.clearView(),
    'palette.open': () => (places.paletteOpen = true),
    'place.run': () => places.go('run'),
    'place.compose': () => places.go('compose'),
    'place.ledger': () => places.go('ledger'),
    'place.diagram': () => places.go('diagram'),
    'place.gateway': () => places.go('gateway'),
    'place.transcripts': () => places.go('transcripts'),
    'settings.open': () => places.go('settings'),
    'help.open': () => places.go('help'),
    'help.shortcuts': () => places.go('settings'),
  };

  async function enterPractice(): Promise<void> {
    if (await usePracticeStore().enter()) places.go('run');
  }

  async function openTranscript(): Promise<void> {
    const opened = await useRecordingsStore().open();
    if (opened === null) return;
    places.go('transcripts');
    await inspector.show(opened);
  }

  function pasteLog(): void {
    places.go('transcripts');
    usePasteLogStore().open = true;
  }

  function runCommand(command: string): void {
    if (Object.hasOwn(actions, command)) actions[command as HostCommandId]();
  }

  function send(): void {
    if (places.place === 'compose') void compose.send();
  }

  const key = (pressed: string, command: HostCommandId, ctrl = true): Shortcut => ({
    key: pressed,
    ctrl,
    run: () => runCommand(command),
  });

  const digits = Array.from({ length: MOST_SESSION_KEYS }, (_, index): Shortcut => ({
    key: String(index + 1),
    ctrl: false,
    run: () => void sessions.activateAt(index + 1),
  }));

  return {
    shortcuts: [
      key('f', 'filter.focus'),
      key('k', 'palette.open'),
      key('e', 'transcript.export'),
      key('l', 'inspector.clear'),
      key('d', 'entry.compare'),
      { key: 'd', ctrl: true, shift: true, run: () => runCommand('entry.compare-mark') },
      key('f3', 'filter.next', false),
      { key: 'f3', ctrl: false, shift: true, run: () => runCommand('filter.previous') },
      { key: 'f2', ctrl: false, run: () => void marks.jump(1) },
      { key: 'f2', ctrl: false, shift: true, run: () => void marks.jump(-1) },
      { key: 'enter', ctrl: true, run: send },
      ...digits,
    ],
    runCommand,
  };
}
