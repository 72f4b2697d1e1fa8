/** `pushscope record`: records a session until it is told to stop. */
import { Command } from 'commander';
import type { SessionFailure, SessionSnapshot } from '#shared/contract/session.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { collectText, readCount, readSpan } from '../arguments.ts';
import { connectAccount } from '../connect.ts';
import { addConnectOptions, type ConnectOptions } from '../connect-options.ts';
import { describeFailure } from '../describe-failure.ts';
import { emitEntries } from '../emit-entries.ts';
import { describeProblem, describeRecord, describeSession } from '../print.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { readStanzas, type InputStanza } from '../stanza-input.ts';
import { CommandError, type ExitCode, type Finish, type Terminal } from '../terminal.ts';
import { keepingTranscript, writeTranscript } from '../transcript-file.ts';
import { watchArrivals, type Arrivals, type Ending } from '../watch-arrivals.ts';
import { withServices } from '../with-services.ts';

interface RecordOptions extends ConnectOptions {
  readonly send: readonly string[];
  /** Milliseconds. */
  readonly for?: number;
  readonly count?: number;
  readonly out: string;
  readonly json: boolean;
  readonly data?: string;
}

/** The command `record`: records a session. */
export function addRecordCommand(terminal: Terminal, finish: Finish): Command {
  return addConnectOptions(new Command('record'))
    .description('record a session until interrupted, for a time, or until N stanzas came')
    .option('--send <xml>', 'stanza to send once online, repeatable', collectText, [])
    .option('--for <span>', 'stop after this time, e.g. 90s or 5m', readSpan)
    .option('--count <n>', 'stop when this many stanzas came', readCount)
    .requiredOption('--out <file>', 'where to write the transcript (.jsonl or .md)')
    .option('--reconnect', 'connect again after a lost connection', false)
    .option('--json', 'print every entry as a JSON line on stdout', false)
    .option('--data <folder>', 'keep the recording in this folder')
    .action((options: RecordOptions) => finish(runRecord(terminal, options)));
}

async function runRecord(terminal: Terminal, options: RecordOptions): Promise<ExitCode> {
  // Read before connecting: a broken stanza must cost no login.
  const stanzas = options.send.flatMap((xml) => readStanzas(xml));
  const reporter = createReporter(terminal, options.json);
  return withServices(terminal, options.data, async (services) => {
    const stopEmitting = options.json ? emitEntries(services, reporter) : () => undefined;
    const recorded = await keepingTranscript(services, terminal, options.out, () =>
      recordSession(services, terminal, reporter, options, stanzas),
    ).finally(async () => {
      services.events.flush();
      await stopEmitting();
    });
    const { ending, failure, arrivals, connectMs } = recorded;
    const transcript = await writeTranscript(services, options.out);
    const summary = summarize(services, arrivals, connectMs);
    reporter.say(describeRecord(summary, ending, transcript.path));
    if (failure !== null) terminal.writeErr(`${describeFailure(failure)}\n`);
    reporter.emit({ kind: 'summary', ...summary, ending, transcript: transcript.path });
    return ending === 'disconnected' ? 1 : 0;
  });
}

interface Recorded {
  readonly ending: Ending;
  /** What ended the session, when it ended by itself. */
  readonly failure: SessionFailure | null;
  readonly arrivals: Arrivals;
  readonly connectMs: number;
}

async function recordSession(
  services: ConsoleServices,
  terminal: Terminal,
  reporter: Reporter,
  options: RecordOptions,
  stanzas: readonly InputStanza[],
): Promise<Recorded> {
  const startedMs = performance.now();
  const session = await connectAccount({ services, terminal, reporter }, options);
  const connectMs = performance.now() - startedMs;
  reporter.say(`${describeSession(session, reporter.style)}. Recording; Ctrl+C ends.`);

  const arrivals = watchArrivals(services, session.id);
  await sendAll(services, session, stanzas, options.timeout);
  const ending = await arrivals.untilEnd({
    interrupted: terminal.interrupted,
    forMs: options.for ?? null,
    count: options.count ?? null,
  });
  await services.sessions.disconnect(session.id);
  const failure = services.sessions.find(session.id)?.failure ?? null;
  return { ending, failure, arrivals, connectMs };
}

async function sendAll(
  services: ConsoleServices,
  session: SessionSnapshot,
  stanzas: readonly InputStanza[],
  timeoutMs: number,
): Promise<void> {
  for (const { xml } of stanzas) {
    const sent = await services.sessions.send(session.id, xml, { timeoutMs });
    if (!sent.ok) throw new CommandError(1, describeProblem(sent.error));
  }
}

/** The figures of a recording; see {@link Arrivals} for what they count. */
export interface RecordSummary {
  readonly entries: number;
  readonly dropped: number;
  readonly stanzas: number;
  readonly connectMs: number;
  readonly seconds: number;
  readonly perSecond: number;
}

function summarize(
  services: ConsoleServices,
  arrivals: Arrivals,
  connectMs: number,
): RecordSummary {
  const { entries, dropped } = services.recordings.status();
  const seconds = arrivals.spanMs() / 1_000;
  const stanzas = arrivals.count();
  const perSecond = seconds === 0 ? 0 : (stanzas - 1) / seconds;
  return { entries, dropped, stanzas, connectMs, seconds, perSecond };
}
