/** `pushscope gateway`: the MongoosePush stand-in on its own, until interrupted. */
import { Command } from 'commander';
import type { ReceivedPush } from '#shared/contract/gateway.ts';
import { readPort } from '../arguments.ts';
import { describeProblem } from '../print.ts';
import { describePush } from '../print-servers.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import {
  CommandError,
  untilInterrupted,
  type ExitCode,
  type Finish,
  type Terminal,
} from '../terminal.ts';
import { withServices } from '../with-services.ts';

interface GatewayOptions {
  readonly port: number;
  readonly json: boolean;
  readonly data?: string;
}

/** MongoosePush's own default port is 8443 over TLS; this is plain HTTP, so it takes a neighbour's. */
const DEFAULT_PORT = 8_080;

/** The command `gateway`: the gateway on its own. */
export function addGatewayCommand(terminal: Terminal, finish: Finish): Command {
  return new Command('gateway')
    .description('receive what MongooseIM would send to MongoosePush, and show it')
    .option('--port <port>', 'port on 127.0.0.1; 0 takes a free one', readPort, DEFAULT_PORT)
    .option('--json', 'print JSON Lines on stdout', false)
    .option('--data <folder>', 'keep the recording in this folder')
    .action((options: GatewayOptions) => finish(runGateway(terminal, options)));
}

async function runGateway(terminal: Terminal, options: GatewayOptions): Promise<ExitCode> {
  const reporter = createReporter(terminal, options.json);
  return withServices(terminal, options.data, async (services) => {
    const started = await services.gateway.start(options.port);
    if (!started.ok) throw new CommandError(2, describeProblem(started.error));
    services.gateway.onPush((push) => reportPush(reporter, push));
    reporter.say(`Gateway listening at ${started.value.url}`);
    reporter.say(
      'Next: name this address in [outgoing_pools.http.mongoose_push_http] of mongooseim.toml. Ctrl+C ends.',
    );
    reporter.emit({ kind: 'gateway', url: started.value.url });
    await untilInterrupted(terminal);
    return 0 as const;
  });
}

/** Tells a push that arrived. */
export function reportPush(reporter: Reporter, push: ReceivedPush): void {
  reporter.say(describePush(push, reporter.style));
  reporter.emit({ ...push, kind: 'push' });
}
