import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  PRACTICE_PLANTS,
  type PracticePlantId,
  type PracticePlantKind,
} from '#shared/contract/practice-plants.ts';
import { type CliEnd, runCli, startCli } from '#tests/support/cli-process.ts';
import { findFreePorts } from '#tests/support/free-port.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';
import { readJsonLines, runLineSchema } from '#tests/support/json-lines.ts';

const env = { ALICE: 'alicepw', BOB: 'bobpw' };

const practiceSchema = z.object({
  kind: z.literal('practice'),
  tcpService: z.string(),
  fingerprint256: z.string(),
});

/** Plants that show in what reaches, or does not reach, a gateway of the check's own. */
const WITH_PROOF: readonly PracticePlantId[] = [
  'virtual-host-misspelt',
  'pool-missing',
  'other-resource',
];

/** Where nobody listens, as the plant has it. */
const MONGOOSEPUSH_OFF = ['--mongoosepush', 'http://127.0.0.1:9'];

/** Runs `check` against a practice server of its own process. */
async function check(
  plant: PracticePlantId | null,
  proof: boolean,
  more: readonly string[],
): Promise<CliEnd> {
  const [port = 0] = await findFreePorts(1);
  const practice = startCli([
    'practice',
    '--json',
    ...(plant === null ? [] : ['--plant', plant]),
    ...(proof ? ['--mongoosepush', `http://127.0.0.1:${port}`] : []),
  ]);
  const line = await practice.untilOutput(/^\{.*"kind":"practice".*\}$/m);
  const { tcpService, fingerprint256 } = practiceSchema.parse(JSON.parse(line[0]));
  const ended = await runCli(
    [
      ...['check', '--json', '--jid', 'alice@localhost', '--password-env', 'ALICE'],
      ...['--service', tcpService, '--pin', fingerprint256, '--timeout', '3000'],
      ...(proof
        ? ['--gateway', `${port}`, '--peer', 'bob@localhost', '--peer-password-env', 'BOB']
        : []),
      ...more,
    ],
    { env },
  );
  practice.interrupt();
  await practice.ended;
  return ended;
}

function argumentsOf({ flow, node, pushService, deviceId, probe }: PracticePlantKind['run']) {
  return [
    ...['--flow', flow],
    ...(node === undefined ? [] : ['--node', node]),
    ...(pushService === undefined ? [] : ['--push-service', pushService]),
    ...(deviceId === undefined ? [] : ['--device-id', deviceId]),
    ...(probe === true ? ['--probe'] : []),
  ];
}

function diagnosesOf({ stdout }: CliEnd) {
  return readJsonLines(stdout).flatMap((line) => {
    const read = runLineSchema.parse(line);
    return read.kind === 'diagnosis' ? [read] : [];
  });
}

describe('the doctor', () => {
  let named = 0;
  afterAll(() => console.info(`planted faults named first: ${named}/${PRACTICE_PLANTS.length}`));

  it.each(PRACTICE_PLANTS.map(({ id, run }) => [id, run] as const))(
    'names %s first',
    async (id, run) => {
      const off = id === 'mongoosepush-off' ? MONGOOSEPUSH_OFF : [];
      const ended = await check(id, WITH_PROOF.includes(id), [...argumentsOf(run), ...off]);
      const diagnoses = diagnosesOf(ended);
      expect(diagnoses.map((one) => one.id)[0], ended.stderr).toBe(id);
      expect(diagnoses.map(({ rank }) => rank)).toEqual(diagnoses.map((_, index) => index + 1));
      expect(ended.stderr.indexOf('Diagnosis')).toBeGreaterThan(0);
      named += 1;
    },
  );

  it('writes a report that can be given away', async () => {
    const token = 'feedfacecafe'.repeat(5);
    const file = join(createTemporaryFolder(), 'report.md');
    const more = ['--flow', 'full', '--node', 'old-phone', '--device-id', token, '--report', file];
    const ended = await check('missing-affiliation', false, more);
    expect(ended.stderr).toContain(`Report: ${file}`);
    const report = readFileSync(file, 'utf8');
    expect(report).toContain('## Diagnosis');
    expect(report).toContain('does not let localhost publish');
    for (const secret of [token, 'old-phone', 'alice@localhost', 'alicepw']) {
      expect(report, secret).not.toContain(secret);
    }
  });

  it('runs another procedure, and refuses a name that is none', async () => {
    const ended = await check(null, true, ['--flow', 'less', '--procedure', 'rotation']);
    const steps = readJsonLines(ended.stdout).flatMap((line) => {
      const read = runLineSchema.parse(line);
      return read.kind === 'step' ? [`${read.step} ${read.state}`] : [];
    });
    expect(steps, ended.stderr).toEqual([
      'preflight passed',
      'enable passed',
      'rotate passed',
      'proof passed',
      'disable passed',
    ]);
    const refused = await runCli(['check', '--jid', 'a@b', '--procedure', 'nosuch']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('teardown');
  });

  it.each(['full', 'less'] as const)('finds nothing where all is well: %s', async (flow) => {
    const less = ['--flow', 'less', '--pubsub', 'push.localhost'];
    const ended = await check(null, true, flow === 'full' ? ['--flow', flow, '--probe'] : less);
    expect(diagnosesOf(ended), ended.stderr).toEqual([]);
    expect(ended.code).toBe(0);
  });
});
