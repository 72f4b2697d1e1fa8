/** `pushscope send`: sends stanzas from a file or stdin and prints each exchange. */
import { Command } from 'commander';
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import type { SessionFailure, SessionSnapshot } from '#shared/contract/session.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { connectAccount } from '../connect.ts';
import { addConnectOptions, type ConnectOptions } from '../connect-options.ts';
import { describeFailure } from '../describe-failure.ts';
import { describeOutcome, describeProblem, describeSession, formatMs } from '../print.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { shortenStanza } from '../shorten-stanza.ts';
import { readInput, readStanzas, type InputStanza } from '../stanza-input.ts';
import type { ExitCode, Finish, Terminal } from '../terminal.ts';
import { keepingTranscript, writeTranscript } from '../transcript-file.ts';
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
    const { tally, failure } = await keepingTranscript(services, terminal, options.out, () =>
      sendAll(services, terminal, reporter, options, stanzas),
    );
    const transcript =
      options.out === undefined ? null : (await writeTranscript(services, options.out)).path;
    if (failure !== null) terminal.writeErr(`${describeFailure(failure)}\n`);
    reporter.emit({ kind: 'summary', ...tally, transcript });
    return tally.failed === 0 && tally.sent === stanzas.length ? 0 : 1;
  });
}

interface Sending {
  readonly tally: { readonly sent: number; readonly answered: number; readonly failed: number };
  /** What ended the session, when it ended by itself. */
  readonly failure: SessionFailure | null;
}

/** Sends until all are sent, the user interrupts, or the session ends. */
async function sendAll(
  services: ConsoleServices,
  terminal: Terminal,
  reporter: Reporter,
  options: SendOptions,
  stanzas: readonly InputStanza[],
): Promise<Sending> {
  const session = await connectAccount({ services, terminal, reporter }, options);
  reporter.say(describeSession(session, reporter.style));
  const tally = { sent: 0, answered: 0, failed: 0 };
  const isOnline = (): boolean => services.sessions.find(session.id)?.state === 'online';
  for (const stanza of stanzas) {
    if (terminal.interrupted.aborted || !isOnline()) break;
    const outcome = await sendOne(services, reporter, session, stanza, options.timeout);
    if (outcome !== 'unsent') tally.sent += 1;
    if (outcome === 'answered') tally.answered += 1;
    if (outcome === 'failed' || outcome === 'unsent') tally.failed += 1;
  }
  await services.sessions.disconnect(session.id);
  return { tally, failure: services.sessions.find(session.id)?.failure ?? null };
}

async function sendOne(
  services: ConsoleServices,
  reporter: Reporter,
  session: SessionSnapshot,
  stanza: InputStanza,
  timeoutMs: number,
): Promise<'sent' | 'answered' | 'failed' | 'unsent'> {
  const named = { line: stanza.line, stanzaId: stanza.element.attrs['id'] ?? null };
  reporter.say(`\n${reporter.style.dim('>')} ${shortenStanza(stanza.xml)}`);
  const sent = await services.sessions.send(session.id, stanza.xml, { timeoutMs });
  if (!sent.ok) {
    reporter.say(`  ${describeProblem(sent.error)}`);
    reporter.emit({ kind: 'unsent', ...named, code: sent.error.code });
    return 'unsent';
  }
  if (sent.value.exchange === null) {
    reporter.say(`${reporter.style.dim('<')} ${whyNoAnswer(stanza.element)}`);
    reporter.emit({ kind: 'sent', ...named });
    return 'sent';
  }
  const exchange = await sent.value.exchange.done;
  await reportExchange(services, reporter, exchange, stanza.line);
  return exchange.outcome?.kind === 'result' ? 'answered' : 'failed';
}

function whyNoAnswer({ name, attrs: { type } }: XmlElement): string {
  return name === 'iq' && (type === 'get' || type === 'set')
    ? 'sent; it has no id, so no answer can be known as its own'
    : 'sent; only an IQ get or set is answered';
}

async function reportExchange(
  services: ConsoleServices,
  reporter: Reporter,
  exchange: ExchangeSnapshot,
  line: number,
): Promise<void> {
  const { outcome, latencyMs, answerSeq } = exchange;
  const took = latencyMs === null ? '' : `, ${formatMs(latencyMs)}`;
  if (answerSeq !== null) {
    const answer = shortenStanza(await services.entryText(answerSeq));
    reporter.say(`${reporter.style.dim('<')} ${answer}`);
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
