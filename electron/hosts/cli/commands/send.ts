/** `pushscope send`: sends stanzas from a file or stdin and prints each exchange. */
import { Command } from 'commander';
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { connectAccount } from '../connect.ts';
import { addConnectOptions, type ConnectOptions } from '../connect-options.ts';
import { describeOutcome, describeProblem, describeSession, formatMs } from '../print.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { shortenStanza } from '../shorten-stanza.ts';
import { readInput, readStanzas, type InputStanza } from '../stanza-input.ts';
import { CommandError, type ExitCode, type Finish, type Terminal } from '../terminal.ts';
import { writeTranscript } from '../transcript-file.ts';
import { withServices } from '../with-services.ts';

interface SendOptions extends ConnectOptions {
  readonly json: boolean;
  readonly out?: string;
}

/** The command `send`: sends stanzas. */
export function addSendCommand(terminal: Terminal, finish: Finish): Command {
  return addConnectOptions(new Command('send'))
    .description('send stanzas from a file or stdin, one after the other')
    .argument('[file]', 'file with stanzas; stdin when left out')
    .option('--json', 'print JSON Lines on stdout', false)
    .option('--out <file>', 'write the transcript (.jsonl or .md)')
    .action((file: string | undefined, options: SendOptions) =>
      finish(runSend(terminal, options, file)),
    );
}

async function runSend(
  terminal: Terminal,
  options: SendOptions,
  file: string | undefined,
): Promise<ExitCode> {
  // Read before connecting: a broken input must cost no login.
  const stanzas = readStanzas(await readInput(terminal, file));
  const reporter = createReporter(terminal, options.json);
  return withServices(terminal, undefined, async (services) => {
    const session = await connectAccount(services, terminal, options);
    reporter.say(describeSession(session, reporter.style));
    const tally = { sent: 0, answered: 0, failed: 0 };
    for (const stanza of stanzas) {
      if (terminal.interrupted.aborted) break;
      const outcome = await sendOne(services, reporter, session, stanza, options.timeout);
      tally.sent += 1;
      if (outcome === 'answered') tally.answered += 1;
      if (outcome === 'failed') tally.failed += 1;
    }
    const transcript =
      options.out === undefined ? null : (await writeTranscript(services, options.out)).path;
    await services.sessions.disconnect(session.id);
    reporter.emit({ kind: 'summary', ...tally, transcript });
    return tally.failed === 0 && tally.sent === stanzas.length ? 0 : 1;
  });
}

async function sendOne(
  services: ConsoleServices,
  reporter: Reporter,
  session: SessionSnapshot,
  stanza: InputStanza,
  timeoutMs: number,
): Promise<'sent' | 'answered' | 'failed'> {
  reporter.say(`\n${reporter.style.dim('>')} ${shortenStanza(stanza.xml)}`);
  const sent = await services.sessions.send(session.id, stanza.xml, { timeoutMs });
  if (!sent.ok) throw new CommandError(1, describeProblem(sent.error));
  if (sent.value.exchange === null) {
    reporter.say(`${reporter.style.dim('<')} sent; only an IQ get or set is answered`);
    reporter.emit({
      kind: 'sent',
      line: stanza.line,
      stanzaId: stanza.element.attrs['id'] ?? null,
    });
    return 'sent';
  }
  const exchange = await sent.value.exchange.done;
  reportExchange(services, reporter, exchange, stanza.line);
  return exchange.outcome?.kind === 'result' ? 'answered' : 'failed';
}

function reportExchange(
  services: ConsoleServices,
  reporter: Reporter,
  exchange: ExchangeSnapshot,
  line: number,
): void {
  const { outcome, latencyMs, answerSeq } = exchange;
  const took = latencyMs === null ? '' : `, ${formatMs(latencyMs)}`;
  if (answerSeq !== null) {
    reporter.say(`${reporter.style.dim('<')} ${shortenStanza(services.entryText(answerSeq))}`);
  }
  reporter.say(`  ${describeOutcome(outcome)}${took}`);
  reporter.emit({
    kind: 'exchange',
    line,
    stanzaId: exchange.stanzaId,
    to: exchange.to,
    outcome: outcome?.kind ?? null,
    ...(outcome?.kind === 'error' ? { condition: outcome.error.condition } : {}),
    latencyMs,
  });
}
