/** `pushscope explain`: says what answers mean, which cause is likeliest and how to confirm it. */
import { Command, Option } from 'commander';
import { STEP_IDS, type StepId, type Verdict } from '#shared/contract/run.ts';
import { explainStanzas } from '#shared/explain/explain-stanzas.ts';
import { toVerdictExplanation } from '#shared/explain/find-explanation.ts';
import { searchExplanations } from '#shared/explain/search.ts';
import { shortenStanza, withoutControls } from '../shorten-stanza.ts';
import { readInput, readStanzas } from '../stanza-input.ts';
import { createStyle, type Style } from '../style.ts';
import { CommandError, type ExitCode, type Finish, type Terminal } from '../terminal.ts';

interface ExplainCommandOptions {
  readonly step?: StepId;
  readonly serverVersion?: string;
  readonly search?: string;
  readonly json: boolean;
}

/** The command `explain`: explains answers, alone or with their requests, and errors of a stream. */
export function addExplainCommand(terminal: Terminal, finish: Finish): Command {
  return new Command('explain')
    .description('explain answers and stream errors from a file or stdin; nothing is sent')
    .argument('[file]', 'file with answers, alone or behind their requests; stdin when left out')
    .addOption(
      new Option('--step <step>', 'what was asked, where the request is not given').choices(
        STEP_IDS,
      ),
    )
    .option('--server-version <version>', 'version of MongooseIM, e.g. 6.4.0')
    .option('--search <words>', 'look a symptom up instead of reading stanzas')
    .option('--json', 'print JSON Lines on stdout', false)
    .action((file: string | undefined, options: ExplainCommandOptions) =>
      finish(
        options.search === undefined
          ? runExplain(terminal, options, file)
          : runSearch(terminal, options, options.search),
      ),
    );
}

async function runExplain(
  terminal: Terminal,
  options: ExplainCommandOptions,
  file: string | undefined,
): Promise<ExitCode> {
  const stanzas = readStanzas(await readInput(terminal, file));
  const explained = explainStanzas(
    stanzas.map(({ element }) => element),
    {
      ...(options.step === undefined ? {} : { stepId: options.step }),
      ...(options.serverVersion === undefined ? {} : { serverVersion: options.serverVersion }),
    },
  );
  if (explained.length === 0) {
    const advice = 'Give the answer too, or look a symptom up with --search.';
    throw new CommandError(2, `The input holds no answer, only requests. ${advice}`);
  }
  const style = createStyle(terminal.outIsColoured);
  for (const { index, asked, condition, verdict } of explained) {
    const stanza = stanzas[index];
    if (stanza === undefined) continue;
    terminal.writeOut(
      options.json
        ? `${JSON.stringify({ kind: 'explanation', ...namesOf(verdict), line: stanza.line, step: asked, condition, ...verdict })}\n`
        : `${style.dim(`line ${stanza.line}`)} ${shortenStanza(stanza.xml)}\n${describe(verdict, style)}\n\n`,
    );
  }
  return 0;
}

/** What programs look for first. */
function namesOf({ explanation }: Verdict): { id: string | null; cause: string | null } {
  return { id: explanation?.id ?? null, cause: explanation?.cause ?? null };
}

/** The four lines, the cause, and how to make sure of it. */
function describe(verdict: Verdict, style: Style): string {
  const { explanation } = verdict;
  const lines: [label: string, text: string][] = [
    ['Proved', verdict.proved],
    ['Not proved', verdict.notProved],
    ['Who knows', verdict.whoKnows],
    ['Next', verdict.next],
    ...(explanation === undefined ? [] : explanationLines(explanation)),
  ];
  return [
    `  ${style.bold(withoutControls(verdict.headline))}`,
    ...lines.map(([label, text]) => `    ${label.padEnd(LABEL_WIDTH)} ${withoutControls(text)}`),
  ].join('\n');
}

const LABEL_WIDTH = 'Not proved'.length;

function explanationLines(
  explanation: NonNullable<Verdict['explanation']>,
): [label: string, text: string][] {
  const { cause, versions, check, confirm } = explanation;
  return [
    ['Cause', cause],
    ['Versions', versions],
    ...(check === null
      ? []
      : ([['Check', [check.section, check.option].filter(Boolean).join(' ')]] satisfies [
          string,
          string,
        ][])),
    ...(confirm === null
      ? []
      : ([
          ['Confirm', confirm.words],
          ['', confirm.xml],
        ] satisfies [string, string][])),
  ];
}

function runSearch(
  terminal: Terminal,
  options: ExplainCommandOptions,
  words: string,
): Promise<ExitCode> {
  const style = createStyle(terminal.outIsColoured);
  const found = searchExplanations(words);
  for (const entry of found) {
    const explanation = toVerdictExplanation(entry, {}, { version: options.serverVersion });
    terminal.writeOut(
      options.json
        ? `${JSON.stringify({ kind: 'explanation', title: entry.title, next: entry.remedy, ...explanation })}\n`
        : `${style.bold(entry.title)}\n${[
            ...explanationLines(explanation).slice(0, 1),
            ['Next', entry.remedy] as const,
            ...explanationLines(explanation).slice(1),
          ]
            .map(([label, text]) => `    ${label.padEnd(LABEL_WIDTH)} ${text}`)
            .join('\n')}\n\n`,
    );
  }
  if (found.length === 0)
    terminal.writeErr(`Nothing is known that has all of these words: ${withoutControls(words)}\n`);
  return Promise.resolve(found.length === 0 ? 1 : 0);
}
