/**
 * The composition root: creates every service once, gives each what it needs, and ends them in reverse
 * order. Hosts get everything from here; services never look each other up.
 */
import { join } from 'node:path';
import { DEFAULT_LIMIT } from '#shared/contract/limits.ts';
import type { Result } from '#shared/contract/result.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { createGatewayService } from './gateway/gateway-service.ts';
import type { GatewayService } from './gateway/gateway-port.ts';
import { SILENT_LOGGER, type Logger } from './logger.ts';
import {
  createSystemClock,
  createSystemIds,
  type Clock,
  type HostPlatform,
  type IdSource,
} from './platform.ts';
import { createLedgerStore, type LedgerStore } from './ledger/ledger-store.ts';
import { createPracticeService, type PracticeService } from './practice/practice-service.ts';
import { createChosenFiles, type ChosenFiles } from './profiles/chosen-files.ts';
import { createFilterStore, type FilterStore } from './profiles/filter-store.ts';
import { createProfileStore, type ProfileStore } from './profiles/profile-store.ts';
import { createSettingsStore, type SettingsStore } from './profiles/settings-store.ts';
import { createRunService, type RunService } from './runs/run-service.ts';
import { VERSION } from './version.ts';
import { createMarksStore, type MarksStore } from './transcript/marks-store.ts';
import { createRecordingKeeping, type RecordingKeeping } from './transcript/recording-keeping.ts';
import { createRecordingStore, type RecordingStore } from './transcript/recording-store.ts';
import { watchOwnPresences } from './xmpp/own-presences.ts';
import { createSessionService } from './xmpp/session-service.ts';
import type { SessionService } from './xmpp/session-port.ts';

/** Everything a host can reach. */
export interface ConsoleServices {
  readonly dataFolder: string;
  readonly platform: HostPlatform;
  readonly logger: Logger;
  readonly events: EventHub;
  readonly settings: SettingsStore;
  readonly profiles: ProfileStore;
  readonly filters: FilterStore;
  readonly chosenFiles: ChosenFiles;
  readonly recordings: RecordingStore;
  readonly marks: MarksStore;
  readonly keeping: RecordingKeeping;
  readonly sessions: SessionService;
  readonly gateway: GatewayService;
  readonly practice: PracticeService;
  readonly runs: RunService;
  readonly ledger: LedgerStore;
  /** Exact text of an entry of the live recording; empty when there is none. */
  entryText(seq: number): Promise<string>;
  /** Ends everything; what one service fails at does not keep the others from ending. */
  dispose(): Promise<void>;
}

/** What a host has to bring, and what tests replace. */
export interface ConsoleServicesOptions {
  /** Where profiles, settings and recordings are kept; created when needed. */
  readonly dataFolder: string;
  readonly platform: HostPlatform;
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly ids?: IdSource;
}

/** Creates all services; nothing listens or connects yet. */
export function createConsoleServices({
  dataFolder,
  platform,
  logger = SILENT_LOGGER,
  clock = createSystemClock(),
  ids = createSystemIds(),
}: ConsoleServicesOptions): ConsoleServices {
  const events = createEventHub();
  const settings = createSettingsStore({ folder: dataFolder, clock, events });
  const profiles = createProfileStore({ folder: dataFolder, clock });
  const filters = createFilterStore({ folder: dataFolder, clock, events });
  const chosenFiles = createChosenFiles({ folder: dataFolder, clock, ids, platform });
  const recordings = createRecordingStore({
    folder: join(dataFolder, 'recordings'),
    clock,
    ids,
    events,
    limit: () => settings.read().recordingLimit ?? DEFAULT_LIMIT,
    marks: (recordingId) => valueOf(marks.list(recordingId)) ?? [],
    // Asked at each export, when all services exist.
    context: () => ({
      sessions: sessions.list(),
      runs: runs.list(),
      passwords: sessions.passwords(),
      version: VERSION,
    }),
  });
  const marks = createMarksStore({
    folder: join(dataFolder, 'marks'),
    ownIdOf: recordings.ownId,
    clock,
    events,
  });
  const keeping = createRecordingKeeping({
    folder: join(dataFolder, 'recordings'),
    recordings,
    marks,
    retention: () => settings.read().retention,
    clock,
    events,
  });
  const sessions = createSessionService({
    recorder: recordings,
    clock,
    ids,
    events,
    resolveCa: chosenFiles.resolveCa,
    resolveClientCertificate: chosenFiles.resolveClientCertificate,
    resolveKeyLog: chosenFiles.resolveKeyLog,
    client: { name: 'Pushscope', version: VERSION },
  });
  const gateway = createGatewayService({ clock, ids, events, recorder: recordings });
  const practice = createPracticeService({
    events,
    gatewayUrl: () => gatewayUrl(gateway),
    behaveGateway: gateway.behave,
  });
  const entryText = (seq: number): Promise<string> => textOf(recordings, seq);
  const ledger = createLedgerStore({ folder: dataFolder, clock, ids, events, sessions, logger });
  const presences = watchOwnPresences(sessions, events);
  const runs = createRunService({
    ...{ sessions, gateway, events, clock, ids, entryText, presences },
    onChange: ledger.noteRun,
  });

  return {
    ...{ dataFolder, platform, logger, events, settings, profiles, filters, chosenFiles },
    ...{ recordings, marks, keeping, sessions, gateway, practice, runs, ledger, entryText },
    dispose: () =>
      endAll(
        [runs, presences, sessions, ledger, practice, gateway, keeping, recordings, events],
        logger,
      ),
  };
}

/** The practice server pushes to the gateway, so it is started when it is not running. */
async function gatewayUrl(gateway: GatewayService): Promise<string> {
  const running = gateway.snapshot();
  const started = running.running ? running : valueOf(await gateway.start(0));
  return started?.url ?? '';
}

function valueOf<Value>(result: Result<Value>): Value | undefined {
  return result.ok ? result.value : undefined;
}

async function textOf(recordings: RecordingStore, seq: number): Promise<string> {
  return valueOf(await recordings.read(recordings.status().recordingId, seq))?.xml ?? '';
}

/** Those that use others come first; the recording outlives what writes to it. */
async function endAll(
  services: readonly { dispose(): Promise<void> | void }[],
  logger: Logger,
): Promise<void> {
  for (const service of services) {
    try {
      await service.dispose();
    } catch (cause) {
      logger.error('A service did not end properly.', cause);
    }
  }
}
