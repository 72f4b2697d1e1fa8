/** `pushscope check`: the run against a deployment. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import {
  AWAY_MODES,
  FLOW_CHOICES,
  PROCEDURE_IDS,
  PUSH_SERVICES,
  type AwayMode,
  type FlowChoice,
  type ProcedureId,
  type PushServiceName,
  type RunParameters,
  type RunSnapshot,
} from '#shared/contract/run.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { saveRunReport } from '#services/runs/save-report.ts';
import { collectOption, readAccount, readHttpUrl, readJid, readPort } from '../arguments.ts';
import { connectAccount, type ConnectHost } from '../connect.ts';
import { addConnectOptions, type ConnectOptions } from '../connect-options.ts';
import { toJunit } from '../junit.ts';
import { describeProblem, describeSession } from '../print.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { reportRunEnd, runAndReport } from '../report-run.ts';
import { CommandError, type ExitCode, type Finish, type Terminal } from '../terminal.ts';
import { keepingTranscript, requireFolder, writeTranscript } from '../transcript-file.ts';
import { withServices } from '../with-services.ts';

interface CheckOptions extends ConnectOptions {
  readonly procedure: ProcedureId;
  readonly secondDeviceId: string;
  readonly flow: FlowChoice;
  readonly pubsub: string;
  readonly node: string;
  readonly pushService: PushServiceName;
  readonly deviceId: string;
  readonly option: Readonly<Record<string, string>>;
  readonly keep: boolean;
  readonly probe: boolean;
  readonly mongoosepush: string;
  readonly peer?: string;
  readonly peerPasswordEnv?: string;
  readonly away: AwayMode;
  readonly gateway?: number;
  readonly json: boolean;
  readonly junit?: string;
  readonly report?: string;
  readonly out?: string;
  readonly data?: string;
}

/** The command `check`: the run against a deployment. */
export function addCheckCommand(terminal: Terminal, finish: Finish): Command {
  return addConnectOptions(new Command('check'))
    .description('run all push steps against a server')
    .addOption(
      new Option('--procedure <name>', 'what to do, see the documentation')
        .choices(PROCEDURE_IDS)
        .default('check'),
    )
    .option(
      '--second-device-id <token>',
      'new token, or that of the second device',
      'pushscope-check-device-2',
    )
    .addOption(
      new Option('--flow <flow>', 'auto lets the preflight decide')
        .choices(FLOW_CHOICES)
        .default('auto'),
    )
    .option('--pubsub <jid>', 'pubsub service or virtual host (default: found)', readJid, '')
    .option('--node <name>', 'node name (default: a fresh one)', '')
    .addOption(
      new Option('--push-service <name>', 'provider').choices(PUSH_SERVICES).default('fcm'),
    )
    .option('--device-id <token>', 'device token', 'pushscope-check-device')
    .option('--option <name=value>', 'further publish-option, repeatable', collectOption, {})
    .option('--keep', 'leave node and registration in place', false)
    .option('--probe', 'also publish to the node yourself: a real notification goes out', false)
    .option('--mongoosepush <url>', 'MongoosePush in use, to ask for its health', readHttpUrl, '')
    .option('--peer <jid>', 'second account, which sends the message of the proof', readAccount)
    .option('--peer-password-env <name>', 'environment variable with the peer’s password')
    .addOption(
      new Option('--away <mode>', 'how the receiver goes away before the proof')
        .choices(AWAY_MODES)
        .default('unavailable'),
    )
    .option('--gateway <port>', 'stand in for MongoosePush on this port of 127.0.0.1', readPort)
    .option('--json', 'print JSON Lines on stdout', false)
    .option('--junit <file>', 'write the steps as JUnit XML')
    .option('--report <file>', 'write a report to give away (.html or .md)')
    .option('--out <file>', 'write the transcript (.jsonl or .md)')
    .option('--data <folder>', 'keep the recording in this folder')
    .action((options: CheckOptions) => finish(runCheck(terminal, options)));
}

async function runCheck(terminal: Terminal, options: CheckOptions): Promise<ExitCode> {
  const reporter = createReporter(terminal, options.json);
  return withServices(terminal, options.data, async (services) => {
    for (const file of [options.junit, options.report]) {
      if (file !== undefined) await requireFolder(file);
    }
    const run = await keepingTranscript(services, terminal, options.out, () =>
      connectAndRun(services, terminal, reporter, options),
    );
    const transcript =
      options.out === undefined ? null : (await writeTranscript(services, options.out)).path;
    reportRunEnd(reporter, run, transcript);
    if (options.junit !== undefined) await writeJunit(options.junit, run);
    if (options.report !== undefined) writeReport(services, reporter, options.report, run);
    return run.state === 'passed' ? 0 : 1;
  });
}

async function writeJunit(file: string, run: RunSnapshot): Promise<void> {
  try {
    await writeFile(file, toJunit(run));
  } catch (cause) {
    const reason =
      cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new CommandError(
      2,
      `The JUnit file ${file} cannot be written (${reason}). The run is over; choose another file.`,
    );
  }
}

function writeReport(
  services: ConsoleServices,
  reporter: Reporter,
  file: string,
  run: RunSnapshot,
): void {
  const written = saveRunReport(services, run.id, resolve(file));
  if (!written.ok) throw new CommandError(2, describeProblem(written.error));
  reporter.say(`Report: ${resolve(file)}, ${written.value.maskedValues} values replaced`);
}

async function connectAndRun(
  services: ConsoleServices,
  terminal: Terminal,
  reporter: Reporter,
  options: CheckOptions,
): Promise<RunSnapshot> {
  if (options.gateway !== undefined) await startGateway(services, reporter, options.gateway);
  const receiver = await connectAccount({ services, terminal, reporter }, options);
  reporter.say(describeSession(receiver, reporter.style));
  const peer = await connectPeer({ services, terminal, reporter }, options);
  if (peer !== null) reporter.say(describeSession(peer, reporter.style));
  return runAndReport(services, terminal, reporter, toParameters(options, receiver, peer));
}

async function startGateway(
  services: ConsoleServices,
  reporter: Reporter,
  port: number,
): Promise<void> {
  const started = await services.gateway.start(port);
  if (!started.ok) throw new CommandError(2, describeProblem(started.error));
  reporter.say(`Gateway listening at ${started.value.url}`);
}

async function connectPeer(
  host: ConnectHost,
  options: CheckOptions,
): Promise<SessionSnapshot | null> {
  if (options.peer === undefined) return null;
  return connectAccount(host, options, {
    jid: options.peer,
    passwordEnv: options.peerPasswordEnv,
    resource: '',
  });
}

function toParameters(
  options: CheckOptions,
  receiver: SessionSnapshot,
  peer: SessionSnapshot | null,
): RunParameters {
  return {
    procedure: options.procedure,
    secondDeviceId: options.secondDeviceId,
    flow: options.flow,
    sessionId: receiver.id,
    pubsubJid: options.pubsub,
    node: options.node,
    pushService: options.pushService,
    deviceId: options.deviceId,
    options: options.option,
    peerSessionId: peer?.id ?? null,
    awayMode: options.away,
    keep: options.keep,
    probe: options.probe,
    mongoosePushUrl: options.mongoosepush,
    timeoutMs: options.timeout,
  };
}
