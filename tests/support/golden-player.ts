/**
 * Takes a recording line by line: sends what the client sent, compares what the server said. Client
 * lines go out as recorded, except for what belongs to one login or one stream: SCRAM responses, ids of
 * resumable streams.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ANSWER_MS } from './golden-clients.ts';
import { connectBosh, connectTcp, connectWebsocket } from './golden-connection.ts';
import { normalise, readPrintedRegistrations } from './golden-normalise.ts';
import type { GoldenLine } from './golden-recording.ts';
import { createSaslReplay } from './golden-sasl.ts';
import { type GoldenStage, SILENCE_MS } from './golden-stage.ts';

/** The difference found, null for none, undefined when the line holds nothing to compare. */
export type LineOutcome = string | null | undefined;

type Line<Dir extends GoldenLine['dir']> = Extract<GoldenLine, { dir: Dir }>;

/** Plays lines on a stage. */
export function createGoldenPlayer(stage: GoldenStage) {
  const { scenario, recording, server, standin, external, connections } = stage;
  const sasl = createSaslReplay();
  /** Connections on which a new stream follows on the same link, and why. */
  const restarting = new Map<string, 'tls' | 'login'>();
  /** Ids of the recording and of this replay that stand for each other. */
  const renamed = new Map<string, string>();
  let lastSender = '';
  let lastNote = '';
  const boshUrl = `http://127.0.0.1:${server.websocketPort}/http-bind`;

  async function send({ conn, xml }: Line<'out'>, index: number): Promise<void> {
    lastSender = conn;
    if (external?.conn === conn) {
      external.answer(xml);
      return;
    }
    await stage.makeAway(conn, xml, scenario.away ?? []);
    const startsStream = /^(?:<\?xml|GET |<open )/.test(xml) && conn !== 'ws';
    if (startsStream && !continues(conn, index)) {
      stage.open(conn)?.drop();
      connections.set(conn, await connectTcp(server.tcpPort));
    }
    if (conn === 'bosh') await settleBosh();
    const connection = await stage.present(conn);
    const accepted = answerAfter(conn, index).startsWith('<success');
    let text = sasl.outgoing(conn, xml, connection.channelBinding(), accepted);
    for (const [recorded, actual] of renamed) text = text.replaceAll(recorded, actual);
    connection.send(text);
  }

  /** What the server had to say before a request goes into its answer; the recorder took its time. */
  async function settleBosh(): Promise<void> {
    if (stage.open('bosh') === undefined) connections.set('bosh', connectBosh(boshUrl));
    await sleep(SILENCE_MS / 3);
  }

  /** After a login the server's header names the client; without that, the recorder began anew. */
  function continues(conn: string, index: number): boolean {
    const reason = restarting.get(conn);
    restarting.delete(conn);
    return reason === 'tls' || (reason === 'login' && answerAfter(conn, index).includes(" to='"));
  }

  /** What the recorded server answered to a line, challenges left out. */
  function answerAfter(conn: string, index: number): string {
    const answer = recording.lines
      .slice(index)
      .find(
        (line) => line.dir === 'in' && line.conn === conn && !line.xml.startsWith('<challenge'),
      );
    return answer?.dir === 'in' ? answer.xml : '';
  }

  async function compareIncoming({ conn, xml }: Line<'in'>): Promise<LineOutcome> {
    const expected = scenario.without === undefined ? xml : xml.replace(scenario.without, '');
    const actual =
      external?.conn === conn
        ? await external.next(ANSWER_MS)
        : // What a closed connection was sent before its end still counts.
          await (connections.get(conn) ?? (await stage.present(conn))).next(ANSWER_MS);
    if (actual === null) return `${conn} received nothing instead of ${expected}`;
    if (xml.startsWith('<success')) restarting.set(conn, 'login');
    rename(xml, actual);
    const login = sasl.incoming(conn, xml, actual);
    if (login !== undefined) return login;
    if (normalise(actual) === normalise(expected)) return null;
    return `${conn} received\n  ${normalise(actual)}\ninstead of\n  ${normalise(expected)}`;
  }

  function rename(expected: string, actual: string): void {
    const id = /^<(?:enabled id|body [^>]*?\bsid)='([^']+)'/;
    const [recordedId, actualId] = [id.exec(expected)?.[1], id.exec(actual)?.[1]];
    if (recordedId !== undefined && actualId !== undefined) renamed.set(recordedId, actualId);
  }

  async function comparePush({ request, answered }: Line<'push'>): Promise<LineOutcome> {
    const wanted = {
      method: request.method,
      url: request.url,
      contentType: 'application/json',
      rawBody: request.rawBody,
      answered: { status: answered.status, body: answered.body },
    };
    // Pushes to several devices arrive in any order.
    const actual =
      (await standin.take(
        ANSWER_MS,
        ({ url, rawBody }) => url === wanted.url && rawBody === wanted.rawBody,
      )) ?? standin.requests.shift();
    const [left, right] = [JSON.stringify(actual), JSON.stringify(wanted)];
    return left === right ? null : `pushed\n  ${left}\ninstead of\n  ${right}`;
  }

  async function follow({ conn, event }: Line<'event'>): Promise<LineOutcome> {
    if (event.startsWith('tls-established')) return secure(conn);
    if (event.startsWith('ws-open')) return openWebsocket(conn, event);
    if (event.startsWith('http ')) {
      const attempt = await connectWebsocket(websocketUrl('/wrong'), ['xmpp']);
      const status = 'status' in attempt ? attempt.status : 101;
      return event === `http ${status}` ? null : `HTTP ${status} instead of ${event}`;
    }
    const connection = connections.get(conn);
    // 1006 is the recorder itself cutting the link.
    if (event.startsWith('ws-closed code=1006')) connection?.drop();
    else if (event === 'tcp-closed' || event.startsWith('ws-closed')) {
      if ((await connection?.closed(ANSWER_MS)) !== true) return `${conn} is still open`;
      const code = connection?.closeCode() ?? null;
      const right = code === null || event.startsWith(`ws-closed code=${code}`);
      return right ? null : `closed with ${code} instead of ${event}`;
    }
    return undefined;
  }

  async function secure(conn: string): Promise<LineOutcome> {
    const connection = stage.open(conn);
    if (connection === undefined) {
      connections.set(conn, await connectTcp(server.directTlsPort ?? 0, server.certificatePem));
    } else await connection.startTls(server.certificatePem);
    restarting.set(conn, 'tls');
    return null;
  }

  function websocketUrl(path: string): string {
    return `ws://127.0.0.1:${server.websocketPort}${path}`;
  }

  async function openWebsocket(conn: string, event: string): Promise<LineOutcome> {
    stage.open(conn)?.drop();
    const protocols = lastNote === 'no subprotocol offered' ? [] : ['xmpp'];
    const attempt = await connectWebsocket(websocketUrl('/ws-xmpp'), protocols);
    if ('status' in attempt) return `HTTP ${attempt.status} instead of ${event}`;
    connections.set(conn, attempt.connection);
    const actual = `ws-open subprotocol=${attempt.protocol}`;
    return actual === event ? null : `${actual} instead of ${event}`;
  }

  async function heed(text: string): Promise<LineOutcome> {
    lastNote = text;
    if (text.startsWith('no answer within')) {
      const answer = (await stage.open(lastSender)?.next(SILENCE_MS)) ?? null;
      return answer === null ? null : `${lastSender} was answered ${answer}`;
    }
    if (text.startsWith('no HTTP request reached')) {
      await sleep(SILENCE_MS);
      const urls = standin.requests.map(({ url }) => url);
      const unexpected = urls.length > (scenario.unrecordedPushes ?? 0);
      return unexpected ? `pushed to ${urls.join(', ')}` : null;
    }
    const printed = /^server-side registrations of ([^ :]+)[^:]*: (.*)$/s.exec(text);
    if (printed !== null) return compareRegistrations(printed[1] ?? '', printed[2] ?? '');
    const closed = /^(?:(old connection|sender) )?closed=(true|false)(?: \d+ s after bind)?$/.exec(
      text,
    );
    if (closed === null) return undefined;
    const conn = closed[1] === 'old connection' ? 'alice-1' : lastSender;
    const waitMs = closed[2] === 'true' ? ANSWER_MS : 0;
    const actual = (await connections.get(conn)?.closed(waitMs)) ?? true;
    return String(actual) === closed[2] ? null : `${conn} closed=${actual}`;
  }

  async function compareRegistrations(who: string, printed: string): Promise<LineOutcome> {
    const jid = who.includes('@') ? who : `${who}@localhost`;
    const wanted = JSON.stringify(readPrintedRegistrations(printed));
    const deadline = performance.now() + ANSWER_MS;
    for (;;) {
      const actual = JSON.stringify(
        server.registrations(jid).map(({ pubsubJid, node, options }) => ({
          jid: pubsubJid,
          node,
          options: Object.fromEntries(Object.entries(options).sort()),
        })),
      );
      if (actual === wanted) return null;
      if (performance.now() > deadline) {
        return `registrations of ${jid} are ${actual} instead of ${wanted}`;
      }
      await sleep(20);
    }
  }

  return {
    async play(line: GoldenLine, index: number): Promise<LineOutcome> {
      switch (line.dir) {
        case 'meta':
          return undefined;
        case 'out':
          await send(line, index);
          return undefined;
        case 'in':
          return compareIncoming(line);
        case 'event':
          return follow(line);
        case 'note':
          return heed(line.text);
        case 'push':
          return comparePush(line);
        default:
          return line satisfies never;
      }
    },
  };
}
