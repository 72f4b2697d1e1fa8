/** `pushscope practice`: the practice server with its gateway, until interrupted. */
import {
  allowsFaultValue,
  findFaultKind,
  PRACTICE_FAULTS,
  type PracticeFault,
} from '#shared/contract/practice-faults.ts';
import {
  PRACTICE_PLANT_IDS,
  PRACTICE_PLANTS,
  type PracticePlantId,
} from '#shared/contract/practice-plants.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readPlainHttpUrl, readPort } from '../arguments.ts';
import { describeProblem } from '../print.ts';
import { describeFaultKinds, describePlants, describePractice } from '../print-servers.ts';
import { createReporter } from '../reporter.ts';
import {
  CommandError,
  untilInterrupted,
  type ExitCode,
  type Finish,
  type Terminal,
} from '../terminal.ts';
import { withServices } from '../with-services.ts';
import { reportPush } from './gateway.ts';

interface PracticeOptions {
  readonly port: number;
  readonly websocketPort: number;
  readonly gatewayPort: number;
  readonly tls: boolean;
  readonly session: boolean;
  readonly fault: readonly PracticeFault[];
  readonly listFaults: boolean;
  readonly plant?: PracticePlantId;
  readonly listPlants: boolean;
  readonly mongoosepush?: string;
  readonly json: boolean;
}

/** Reads `ID` or `ID=NUMBER` and puts it to those given before. */
function addFault(text: string, before: readonly PracticeFault[]): readonly PracticeFault[] {
  const [name = '', number] = text.split('=');
  const kind = findFaultKind(name);
  if (kind === undefined) {
    throw new InvalidArgumentError('There is no such fault; --list-faults names them.');
  }
  const fault = { id: kind.id, value: number === undefined ? null : Number(number) };
  if (allowsFaultValue(fault)) return [...before, fault];
  throw new InvalidArgumentError(
    kind.value === undefined
      ? `The fault ${kind.id} takes no value.`
      : `Its value has to be a whole number from 1 to ${kind.value.max} (${kind.value.unit}).`,
  );
}

/** The command `practice`: the practice server with its gateway. */
export function addPracticeCommand(terminal: Terminal, finish: Finish): Command {
  return new Command('practice')
    .description('run an XMPP server that behaves like MongooseIM, with a gateway it pushes to')
    .option('--port <port>', 'TCP port on 127.0.0.1; 0 takes a free one', readPort, 0)
    .option('--websocket-port <port>', 'WebSocket port; 0 takes a free one', readPort, 0)
    .option('--gateway-port <port>', 'port of the gateway; 0 takes a free one', readPort, 0)
    .option('--tls', 'also listen for TLS from the first byte', false)
    .option('--no-session', 'do not demand the session IQ (backwards_compatible_session = false)')
    .option(
      '--fault <id[=value]>',
      'do something wrong, see --list-faults; may be given more than once',
      addFault,
      [],
    )
    .option('--list-faults', 'list what can be done wrong, and end', false)
    .addOption(
      new Option('--plant <id>', 'be misconfigured, see --list-plants').choices(PRACTICE_PLANT_IDS),
    )
    .option('--list-plants', 'list the misconfigurations, and end', false)
    .option('--mongoosepush <url>', 'push to this MongoosePush or gateway', readPlainHttpUrl)
    .option('--json', 'print JSON Lines on stdout', false)
    .action((options: PracticeOptions) => finish(runPractice(terminal, options)));
}

async function runPractice(terminal: Terminal, options: PracticeOptions): Promise<ExitCode> {
  const reporter = createReporter(terminal, options.json);
  if (options.listFaults) {
    reporter.say(describeFaultKinds(reporter.style));
    for (const kind of PRACTICE_FAULTS) reporter.emit({ ...kind, kind: 'practice-fault' });
    return 0;
  }
  if (options.listPlants) {
    reporter.say(describePlants());
    for (const plant of PRACTICE_PLANTS) reporter.emit({ ...plant, kind: 'practice-plant' });
    return 0;
  }
  return withServices(terminal, undefined, async (services) => {
    const url = options.mongoosepush ?? (await startGateway(services, options.gatewayPort));
    const started = await services.practice.start({
      tcpPort: options.port,
      websocketPort: options.websocketPort,
      directTls: options.tls,
      backwardsCompatibleSession: options.session,
      faults: options.fault,
      plant: options.plant ?? null,
      ...(options.mongoosepush === undefined ? {} : { mongoosePushUrl: options.mongoosepush }),
    });
    if (!started.ok) throw new CommandError(2, describeProblem(started.error));
    services.gateway.onPush((push) => reportPush(reporter, push));
    reporter.say(describePractice(started.value, url, reporter.style));
    reporter.emit({ ...started.value, kind: 'practice', gateway: url });
    await untilInterrupted(terminal);
    return 0 as const;
  });
}

async function startGateway(services: ConsoleServices, port: number): Promise<string | null> {
  const gateway = await services.gateway.start(port);
  if (!gateway.ok) throw new CommandError(2, describeProblem(gateway.error));
  return gateway.value.url;
}
