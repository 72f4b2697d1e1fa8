/** `pushscope demo`: the main job against the embedded practice server and gateway. */
import { Command, Option } from 'commander';
import type { Flow, RunParameters } from '#shared/contract/run.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { enterPractice } from '#services/practice-entry.ts';
import { describeProblem, describeSession } from '../print.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { reportRunEnd, runAndReport } from '../report-run.ts';
import { CommandError, type ExitCode, type Finish, type Terminal } from '../terminal.ts';
import { keepingTranscript, writeTranscript } from '../transcript-file.ts';
import { withServices } from '../with-services.ts';

interface DemoOptions {
  readonly flow: Flow;
  readonly json: boolean;
  readonly out: string;
}

/** Loopback: whatever has not come after this time does not come. */
const TIMEOUT_MS = 5_000;

/** The command `demo`: the main job against the practice server. */
export function addDemoCommand(terminal: Terminal, finish: Finish): Command {
  return new Command('demo')
    .description('run all push steps against the built-in practice server and prove a push')
    .addOption(
      new Option('--flow <flow>', 'PubSub-full or PubSub-less')
        .choices(['full', 'less'])
        .default('full'),
    )
    .option('--json', 'print JSON Lines on stdout', false)
    .option('--out <file>', 'where to write the transcript (.jsonl or .md)', 'pushscope-demo.jsonl')
    .action((options: DemoOptions) => finish(runDemo(terminal, options)));
}

async function runDemo(terminal: Terminal, options: DemoOptions): Promise<ExitCode> {
  const reporter = createReporter(terminal, options.json);
  return withServices(terminal, undefined, async (services) => {
    const run = await keepingTranscript(services, terminal, options.out, async () => {
      const parameters = await prepare(services, reporter, options.flow);
      return runAndReport(services, terminal, reporter, parameters);
    });
    const transcript = await writeTranscript(services, options.out);
    reportRunEnd(reporter, run, transcript.path);
    const allPassed = run.steps.every((step) => step.state === 'passed');
    return allPassed && run.push?.received === true ? 0 : 1;
  });
}

async function prepare(
  services: ConsoleServices,
  reporter: Reporter,
  flow: Flow,
): Promise<RunParameters> {
  const entered = await enterPractice(services);
  if (!entered.ok) throw new CommandError(3, describeProblem(entered.error));
  const [alice, bob] = entered.value;
  if (alice === undefined || bob === undefined) throw new Error('Practice needs two accounts.');
  const practice = services.practice.snapshot();
  const { url } = services.gateway.snapshot();
  reporter.say(`Practice server ${practice.domain} at ${practice.tcpService}, gateway at ${url}`);
  for (const session of [alice, bob]) reporter.say(describeSession(session, reporter.style));
  return {
    flow,
    sessionId: alice.id,
    // PubSub-less needs a name that no query reveals; for PubSub-full the preflight finds the service.
    pubsubJid: flow === 'less' ? practice.virtualHost : '',
    node: '',
    pushService: 'apns',
    deviceId: 'pushscope-demo-device',
    options: { topic: 'org.example.pushscope' },
    peerSessionId: bob.id,
    awayMode: 'unavailable',
    keep: false,
    timeoutMs: TIMEOUT_MS,
  };
}
