/** What one replay works with: a server, a MongoosePush stand-in, and the connections by name. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PracticeServer } from '#services/practice/practice-server.ts';
import { accountOf, ANSWER_MS, logIn, recordedResource, sendQuietly } from './golden-clients.ts';
import type { GoldenConnection } from './golden-connection.ts';
import type { ExternalService } from './golden-external-service.ts';
import { type GoldenRecording, readGolden } from './golden-recording.ts';
import { COVERED, type CoveredScenario, type SetupStep } from './golden-scenarios.ts';
import type { GoldenStandin } from './golden-standin.ts';

/** How long silence is listened to; the recorder took seconds, a loopback answer takes a few milliseconds. */
export const SILENCE_MS = 150;

export interface StageProps {
  readonly scenario: CoveredScenario;
  readonly recording: GoldenRecording;
  readonly server: PracticeServer;
  readonly standin: GoldenStandin;
  readonly external: ExternalService | null;
}

export interface GoldenStage extends StageProps {
  readonly connections: Map<string, GoldenConnection>;
  /** The connection of that name while it is open. */
  open(conn: string): GoldenConnection | undefined;
  /** The open connection of that name, logged in first when there is none. */
  present(conn: string): Promise<GoldenConnection>;
  /** Logs out whoever is to be offline when this message comes. */
  makeAway(sender: string, xml: string, away: readonly string[]): Promise<void>;
  take(step: SetupStep): Promise<void>;
}

/** Sets up the connections of a replay. */
export function createGoldenStage(props: StageProps): GoldenStage {
  const { recording, server, standin } = props;
  const connections = new Map<string, GoldenConnection>();

  function open(conn: string): GoldenConnection | undefined {
    const connection = connections.get(conn);
    return connection?.isClosed() === false ? connection : undefined;
  }

  async function enter(step: Extract<SetupStep, { do: 'login' }>): Promise<GoldenConnection> {
    await leave(step.conn);
    const connection = await logIn({
      server,
      conn: step.conn,
      resource: step.resource ?? recordedResource(recording, step.conn),
      presence: step.presence === undefined ? '<presence/>' : step.presence,
      until: step.until ?? 'session',
    });
    connections.set(step.conn, connection);
    return connection;
  }

  async function present(conn: string): Promise<GoldenConnection> {
    return open(conn) ?? enter({ do: 'login', conn });
  }

  async function leave(conn: string): Promise<void> {
    const connection = open(conn);
    connection?.send('</stream:stream>');
    await connection?.closed(ANSWER_MS);
    connections.delete(conn);
  }

  async function makeAway(sender: string, xml: string, away: readonly string[]): Promise<void> {
    const to = /^<message [^>]*?to='([^'/]+)/.exec(xml)?.[1];
    for (const conn of away) {
      const { user, domain } = accountOf(conn);
      if (conn !== sender && to === `${user}@${domain}`) await leave(conn);
    }
  }

  /** Plays the client lines of an earlier recording, so that what it made is there. */
  async function rehearse(id: string): Promise<void> {
    const earlier = COVERED.find((candidate) => candidate.id === id);
    if (earlier === undefined) throw new Error(`no covered scenario ${id}`);
    for (const line of readGolden(id).lines) {
      if (line.dir === 'out') {
        await makeAway(line.conn, line.xml, earlier.away ?? []);
        await sendQuietly(await present(line.conn), line.xml);
      } else if (line.dir === 'push') {
        await standin.take(ANSWER_MS, ({ url }) => url === line.request.url);
      }
    }
  }

  async function take(step: SetupStep): Promise<void> {
    switch (step.do) {
      case 'login':
        await enter(step);
        return;
      case 'send':
        await sendQuietly(await present(step.conn), step.xml);
        // Nothing answers these; the next line may come from somebody else.
        if (!step.xml.startsWith('<iq ')) await sleep(SILENCE_MS / 3);
        return;
      case 'close':
        return leave(step.conn);
      case 'drop':
        open(step.conn)?.drop();
        return;
      case 'stop-server':
        return server.stop();
      case 'replay':
        return rehearse(step.id);
      default:
        return step satisfies never;
    }
  }

  return { ...props, connections, open, present, makeAway, take };
}
