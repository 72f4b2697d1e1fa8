/** `pushscope practice`: the practice server with its gateway, until interrupted. */
import { Command } from 'commander';
import { readPort } from '../arguments.ts';
import { describeProblem } from '../print.ts';
import { describePractice } from '../print-servers.ts';
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
  readonly json: boolean;
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
    .option('--json', 'print JSON Lines on stdout', false)
    .action((options: PracticeOptions) => finish(runPractice(terminal, options)));
}

async function runPractice(terminal: Terminal, options: PracticeOptions): Promise<ExitCode> {
  const reporter = createReporter(terminal, options.json);
  return withServices(terminal, undefined, async (services) => {
    const gateway = await services.gateway.start(options.gatewayPort);
    if (!gateway.ok) throw new CommandError(2, describeProblem(gateway.error));
    const started = await services.practice.start({
      tcpPort: options.port,
      websocketPort: options.websocketPort,
      directTls: options.tls,
      backwardsCompatibleSession: options.session,
    });
    if (!started.ok) throw new CommandError(2, describeProblem(started.error));
    services.gateway.onPush((push) => reportPush(reporter, push));
    reporter.say(describePractice(started.value, gateway.value.url, reporter.style));
    reporter.emit({ ...started.value, kind: 'practice', gateway: gateway.value.url });
    await untilInterrupted(terminal);
    return 0 as const;
  });
}
