/** Replays one recording against a practice server of its own and reports every difference. */
import { startPracticeServer } from '#services/practice/practice-server.ts';
import { createExternalService } from './golden-external-service.ts';
import { goldenHosts } from './golden-hosts.ts';
import { createGoldenPlayer } from './golden-player.ts';
import { readGolden } from './golden-recording.ts';
import type { CoveredScenario } from './golden-scenarios.ts';
import { createGoldenStage, type GoldenStage } from './golden-stage.ts';
import { startGoldenStandin } from './golden-standin.ts';

/** What a replay found. */
export interface ReplayOutcome {
  /** Empty when everything came as recorded. */
  readonly problems: readonly string[];
  /** Server lines, pushes, notes and events that were compared. */
  readonly compared: number;
}

/** Replays a recording. */
export async function replayGolden(scenario: CoveredScenario): Promise<ReplayOutcome> {
  const standin = await startGoldenStandin();
  const external = scenario.externalService === true ? createExternalService() : null;
  const problems: string[] = [];
  const required = scenario.listener === 'starttls_required';
  const server = await startPracticeServer({
    hosts: goldenHosts(standin.url),
    tlsMode: required ? 'starttls_required' : 'starttls',
    backwardsCompatibleSession: !required,
    ...(scenario.listener === 'tls' ? { directTlsPort: 0 } : {}),
    ...(scenario.resumeTimeoutMs === undefined
      ? {}
      : { resumeTimeoutMs: scenario.resumeTimeoutMs }),
    components: external === null ? [] : [external.component],
    onCrash: (error) => problems.push(`the server crashed: ${String(error)}`),
  });
  const recording = readGolden(scenario.id);
  const stage = createGoldenStage({ scenario, recording, server, standin, external });
  try {
    return { compared: await play(stage, problems), problems };
  } finally {
    for (const connection of stage.connections.values()) connection.drop();
    await server.stop();
    await standin.stop();
  }
}

async function play(stage: GoldenStage, problems: string[]): Promise<number> {
  const { scenario, recording } = stage;
  const player = createGoldenPlayer(stage);
  for (const step of scenario.setup ?? []) await stage.take(step);
  let compared = 0;
  for (const [index, line] of recording.lines.entries()) {
    for (const step of scenario.before?.[index] ?? []) await stage.take(step);
    const outcome = await player.play(line, index);
    if (outcome === undefined) continue;
    compared += 1;
    if (outcome !== null) problems.push(`line ${index}: ${outcome}`);
  }
  problems.push(...leftOver(stage));
  return compared;
}

/** What arrived and is in no line of the recording. */
function leftOver({ scenario, recording, connections, standin }: GoldenStage): readonly string[] {
  const shown = new Set(recording.lines.flatMap((line) => ('conn' in line ? [line.conn] : [])));
  const stanzas = [...connections]
    .filter(([conn]) => shown.has(conn))
    .flatMap(([conn, connection]) =>
      connection
        .waiting()
        .filter((text) => text !== "<r xmlns='urn:xmpp:sm:3'/>")
        .map((text) => `${conn} also received ${text}`),
    );
  const pushes = standin.requests.length - (scenario.unrecordedPushes ?? 0);
  return pushes === 0 ? stanzas : [...stanzas, `${pushes} more pushes than recorded`];
}
