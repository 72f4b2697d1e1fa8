import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type CliProcess, runCli, startCli } from '#tests/support/cli-process.ts';
import { missingEjabberd, startEjabberd } from '#tests/support/ejabberd.ts';
import { readJsonLines } from '#tests/support/json-lines.ts';
import { missingProsody, startProsody } from '#tests/support/prosody.ts';
import type { RealServer } from '#tests/support/real-server.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const env = { ALICE: 'alicepw' };
const AS_ALICE = ['--jid', 'alice@localhost', '--password-env', 'ALICE'];

const preflightSchema = z.looseObject({
  kind: z.literal('step'),
  step: z.literal('preflight'),
  state: z.string(),
  verdict: z.object({ headline: z.string(), proved: z.string(), notProved: z.string() }),
  facts: z.array(
    z.object({
      id: z.string(),
      value: z.string(),
      tone: z.string(),
      exchangeId: z.string().nullable(),
    }),
  ),
});

/** Runs `check` and gives what its preflight says; `told` has tone and words by fact. */
async function preflight(connecting: readonly string[]) {
  const args = ['check', '--json', ...AS_ALICE, '--timeout', '10000', ...connecting];
  const { stdout, stderr } = await runCli(args, { env });
  const line = readJsonLines(stdout).find((one) => preflightSchema.safeParse(one).success);
  expect(line, stderr).toBeDefined();
  const { state, verdict, facts } = preflightSchema.parse(line);
  const told = Object.fromEntries(facts.map(({ id, tone, value }) => [id, `${tone}: ${value}`]));
  return { state, verdict, facts, told };
}

/** Ends in order, so that its data folder goes with it. */
function endWithTest(command: CliProcess): void {
  onTestFinished(async () => {
    command.interrupt();
    await command.ended;
  });
}

/** Another resource of the account, online with a priority until the test ends. */
async function bringOnline(connecting: readonly string[], resource: string, priority: number) {
  const other = startCli(
    [
      ...['record', '--json', ...AS_ALICE, ...connecting, '--resource', resource],
      ...['--for', '60s', '--out', join(createTemporaryFolder(), 'other.jsonl')],
      ...['--send', `<presence><priority>${priority}</priority></presence>`],
    ],
    { env },
  );
  endWithTest(other);
  // One's own presence comes back: the server has taken note.
  await other.untilOutput(/"dir":"in".*"name":"presence"/);
}

const onServer = (server: RealServer): string[] => [
  ...['--service', `xmpp://127.0.0.1:${server.c2sPort}`, '--ca', server.caFile],
];

/** Facts about the account and its service are shown by a stanza each. */
const SHOWN_BY_STANZA = /^(?:server|push-.*|service:.*|new-nodes|own-nodes|design)$/;

function expectEvidence(facts: Awaited<ReturnType<typeof preflight>>['facts']): void {
  const bare = facts.filter(
    ({ id, exchangeId }) => SHOWN_BY_STANZA.test(id) && exchangeId === null,
  );
  expect(bare).toEqual([]);
  expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
}

describe('the preflight against the practice server', () => {
  it('tells what it is, with certainty where that is possible', async () => {
    const practice = startCli(['practice', '--json']);
    endWithTest(practice);
    const [line] = await practice.untilOutput(/^\{.*"kind":"practice".*\}$/m);
    const started = z.object({ tcpService: z.string(), fingerprint256: z.string() });
    const { tcpService, fingerprint256 } = started.parse(JSON.parse(line));
    const connecting = ['--service', tcpService, '--pin', fingerprint256];
    await bringOnline(connecting, 'tablet', 3);
    const { state, verdict, facts, told } = await preflight(connecting);
    expect(state).toBe('passed');
    expect(verdict).toMatchObject({
      headline: 'PubSub-full at pubsub.localhost.',
      proved:
        'The server handles enable and disable. pubsub.localhost is a pubsub service with push nodes.',
      notProved: expect.stringContaining('disco shows none of them') as string,
    });
    expect(told).toMatchObject({
      server: 'neutral: MongooseIM 6.8.0',
      'push-domain': 'good: Announced (urn:xmpp:push:0).',
      'push-account': 'neutral: Not announced here, which is usual for MongooseIM.',
      'push-handler': expect.stringMatching(/^good: It refuses a get/) as string,
      'service:pubsub.localhost': expect.stringMatching(/^good: .*identity pubsub\/push/) as string,
      'new-nodes': expect.stringMatching(/^attention: .*creates such a node instead/) as string,
      'own-nodes': 'neutral: None on this service.',
      resources: expect.stringMatching(/^attention: tablet \(priority 3\)\. While/) as string,
      design: expect.stringMatching(/^good: PubSub-full .* is certain, unless/) as string,
      'stream-management': expect.stringMatching(/^neutral: Offered/) as string,
      'client-state': expect.stringMatching(/MongooseIM up to 6\.8/) as string,
    });
    expectEvidence(facts);
  });
});

describeWhen(missingEjabberd(), 'the preflight against ejabberd', () => {
  let server: RealServer;
  beforeAll(async () => void (server = await startEjabberd()));
  afterAll(() => server.stop());

  it('says what holds for it and nothing that holds for MongooseIM only', async () => {
    await bringOnline(onServer(server), 'tablet', 3);
    const { state, verdict, facts, told } = await preflight(onServer(server));
    expect(state).toBe('passed');
    expect(verdict).toMatchObject({
      headline: 'PubSub-full at pubsub.localhost.',
      proved: expect.stringContaining('does not announce push nodes') as string,
    });
    expect(told).toMatchObject({
      server: expect.stringMatching(/^neutral: ejabberd \d/) as string,
      'push-domain': 'neutral: Not announced here.',
      'push-account': 'good: Announced (urn:xmpp:push:0).',
      'push-handler': expect.stringMatching(/^good: /) as string,
      'own-nodes': 'neutral: None on this service.',
      resources: expect.stringMatching(/^attention: tablet \(priority 3\)/) as string,
      design: expect.stringMatching(/^neutral: ejabberd .* is no MongooseIM/) as string,
      'client-state': 'neutral: Offered.',
    });
    expect(told).not.toHaveProperty('new-nodes');
    expectEvidence(facts);
  });
});

describeWhen(missingProsody(), 'the preflight against Prosody', () => {
  let server: RealServer;
  beforeAll(async () => void (server = await startProsody()));
  afterAll(() => server.stop());

  it('draws no conclusion from a get that nobody handles', async () => {
    await bringOnline(onServer(server), 'tablet', -2);
    const { state, verdict, facts, told } = await preflight(onServer(server));
    expect(state).toBe('passed');
    expect(verdict).toMatchObject({
      headline: 'PubSub-full at pubsub.localhost.',
      proved: expect.stringContaining('does not announce push nodes') as string,
    });
    expect(told).toMatchObject({
      server: expect.stringMatching(/^neutral: Prosody \d/) as string,
      'push-domain': 'neutral: Not announced here.',
      'push-account': 'good: Announced (urn:xmpp:push:0).',
      'push-handler': expect.stringMatching(/^neutral: .*tells neither/) as string,
      resources: expect.stringMatching(/^neutral: tablet \(priority -2\)\. All have/) as string,
      design: expect.stringMatching(/^neutral: Prosody .* is no MongooseIM/) as string,
    });
    expectEvidence(facts);
  });
});
