/**
 * Keeps the stores in step with the main process: a snapshot at the start, then events. Events are
 * numbered without gaps; a missing number means the mirror may be wrong, so everything is fetched again.
 */
import { subscribe } from '#renderer/bridge/console-bridge.ts';
import type { AppEvent, EventName, Events } from '#shared/contract/channels.ts';
import { useDiagramStore } from './diagram.ts';
import { useExchangesStore } from './exchanges.ts';
import { useGatewayStore } from './gateway.ts';
import { useInspectorStore } from './inspector.ts';
import { useLedgerStore } from './ledger.ts';
import { useMarksStore } from './marks.ts';
import { usePracticeStore } from './practice.ts';
import { useProfilesStore } from './profiles.ts';
import { useRecordingsStore } from './recordings.ts';
import { useRunsStore } from './runs.ts';
import { useSavedFiltersStore } from './saved-filters.ts';
import { useSessionsStore } from './sessions.ts';
import { useSettingsStore } from './settings.ts';

export interface Feed {
  /** Resolves when the first snapshot is in the stores. */
  readonly ready: Promise<void>;
  stop(): void;
}

type Appliers = { readonly [Name in EventName]: (payload: Events[Name]) => void };

/**
 * Starts mirroring.
 * @param onCommand hears menu entries and shortcuts of the host
 */
export function startFeed(onCommand: (command: string) => void): Feed {
  const appliers = createAppliers(onCommand);
  let expected: number | null = null;

  function take(event: AppEvent): void {
    if (expected !== null && event.sequence !== expected) void fetchEverything();
    expected = event.sequence + 1;
    applyEvent(appliers, event);
  }

  const stop = subscribe((batch) => batch.forEach(take));
  return { ready: fetchEverything(), stop };
}

function applyEvent<Name extends EventName>(
  appliers: Appliers,
  event: { readonly name: Name; readonly payload: Events[Name] },
): void {
  appliers[event.name](event.payload);
}

function createAppliers(onCommand: (command: string) => void): Appliers {
  return {
    'session.changed': (session) => useSessionsStore().apply(session),
    'session.removed': ({ id }) => useSessionsStore().forget(id),
    'exchange.changed': (exchange) => useExchangesStore().apply(exchange),
    'run.changed': (run) => useRunsStore().apply(run),
    'query.changed': (query) => {
      useInspectorStore().apply(query);
      useDiagramStore().apply(query);
    },
    'mark.changed': (changed) => useMarksStore().apply(changed),
    'filter.changed': (filters) => useSavedFiltersStore().apply(filters),
    'ledger.changed': (entries) => useLedgerStore().apply(entries),
    'export.progressed': (progress) => useRecordingsStore().applyExport(progress),
    'import.progressed': (progress) => useRecordingsStore().applyImport(progress),
    'recording.changed': (status) => useRecordingsStore().apply(status),
    'practice.changed': (practice) => usePracticeStore().apply(practice),
    'gateway.changed': (gateway) => useGatewayStore().apply(gateway),
    'push.received': (push) => useGatewayStore().add(push),
    'settings.changed': (settings) => useSettingsStore().apply(settings),
    'command.invoked': ({ command }) => onCommand(command),
  };
}

async function fetchEverything(): Promise<void> {
  await useRecordingsStore().refresh();
  await Promise.all([
    useSessionsStore().refresh(),
    useProfilesStore().refresh(),
    useExchangesStore().refresh(),
    useRunsStore().refresh(),
    usePracticeStore().refresh(),
    useGatewayStore().refresh(),
    useSettingsStore().refresh(),
    useSavedFiltersStore().refresh(),
    useLedgerStore().refresh(),
    useInspectorStore().refresh(),
  ]);
}
