import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runProgram } from '#hosts/cli/program.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import type { RunSnapshot, StepSnapshot } from '#shared/contract/run.ts';
import { runCli, startCli } from '#tests/support/cli-process.ts';
import { startConsole } from '#tests/support/console-services.ts';
import { missingEjabberd, startEjabberd } from '#tests/support/ejabberd.ts';
import { readJsonLines, runLineSchema } from '#tests/support/json-lines.ts';
import {
  PRACTICE_PASSWORDS as env,
  practiceAccount,
  startPractice,
} from '#tests/support/practice-account.ts';
import { missingProsody, startProsody } from '#tests/support/prosody.ts';
import type { RealServer } from '#tests/support/real-server.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import { buildParameters } from '#tests/support/run-builders.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';
import { buildTerminal } from '#tests/support/terminal.ts';
import { connectInput } from '#tests/support/test-sessions.ts';

/** Longer than any test may take: whoever ends in time did not wait for it. */
const TOO_LONG_MS = 60_000;

interface WaitingProof {
  readonly services: ConsoleServices;
  stopServer(): Promise<void>;
  /** The step once it has ended. */
  readonly proof: Promise<StepSnapshot | undefined>;
}

/** A run whose proof waits for a push that the server sends to nobody. */
async function startWaitingProof(): Promise<WaitingProof> {
  const server = await startPractice();
  const services = startConsole();
  await services.gateway.start(0);
  const [receiver, peer] = await Promise.all(
    ['alice', 'bob'].map(async (name) => {
      const session = await services.sessions.connect(
        connectInput({
          jid: `${name}@localhost`,
          password: `${name}pw`,
          service: `xmpp://127.0.0.1:${server.tcpPort}`,
          trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
        }),
      );
      if (!session.ok) throw new Error(session.error.what);
      return session.value.id;
    }),
  );
  const run = services.runs.create(
    buildParameters({
      sessionId: receiver ?? '',
      peerSessionId: peer ?? null,
      timeoutMs: TOO_LONG_MS,
    }),
  );
  if (!run.ok) throw new Error(run.error.what);
  const waits = untilProofWaits(services);
  const ended = services.runs.advance(run.value.id, 'all');
  await waits;
  return {
    services,
    stopServer: () => server.stop(),
    proof: ended.then((end) => (end.ok ? proofOf(end.value) : undefined)),
  };
}

function untilProofWaits(services: ConsoleServices): Promise<void> {
  return new Promise((resolve) => {
    const stop = services.events.subscribe((batch) => {
      for (const { name, payload } of batch) {
        if (name !== 'run.changed' || !proofOf(payload)?.note.startsWith('The message is sent'))
          continue;
        stop();
        resolve();
      }
    });
  });
}

function proofOf(run: RunSnapshot): StepSnapshot | undefined {
  return run.steps.find(({ id }) => id === 'proof');
}

describe('a proof', () => {
  it('ends with the server and says so', async () => {
    const { stopServer, proof } = await startWaitingProof();
    await stopServer();
    const step = await proof;
    expect(step?.state).toBe('failed');
    expect(step?.verdict?.proved).toMatch(/peer’s session ended.*closed the connection/);
    expect(step?.note).toMatch(/did not come back\. .* The session is not online: /);
  });

  it('ends with the gateway and says so', async () => {
    const { services, proof } = await startWaitingProof();
    await services.gateway.stop();
    const step = await proof;
    expect(step?.state).toBe('failed');
    expect(step?.verdict?.proved).toBe('The gateway was stopped while the push was awaited.');
    expect(services.sessions.list().map(({ state }) => state)).toEqual(['online', 'online']);
  });

  it('outlives the link of one session', async () => {
    const { services, proof } = await startWaitingProof();
    const [run] = services.runs.list();
    services.sessions.drop(run?.parameters.peerSessionId ?? '');
    services.events.flush();
    expect(services.runs.list()[0]?.state).toBe('running');
    await services.gateway.stop();
    expect((await proof)?.verdict?.proved).toContain('gateway');
  });
});

describe('a check', () => {
  it('reports a server that goes away in the middle', async () => {
    // Steps are told a little later than they end, and must not all be done by then.
    const server = await startPractice({ faults: [{ id: 'slow-answers', value: 100 }] });
    const out = join(createTemporaryFolder(), 'check.jsonl');
    const terminal = buildTerminal({ env });
    let stopped: Promise<void> | null = null;
    const watched = {
      ...terminal,
      writeOut(text: string) {
        terminal.writeOut(text);
        if (text.includes('"step":"preflight"')) stopped ??= server.stop();
      },
    };
    const args = ['check', ...practiceAccount(server), '--json', '--out', out];
    expect(await runProgram(args, watched)).toBe(1);
    const lines = readJsonLines(terminal.out()).map((line) => runLineSchema.parse(line));
    expect(lines.some((line) => line.kind === 'step' && line.state === 'failed')).toBe(true);
    expect(terminal.err()).toContain('closed the connection');
    expect(readFileSync(out, 'utf8')).toMatch(/Offline: [^]*"kind":"footer"/);
  });
});

const REAL_SERVERS = [
  ['ejabberd', missingEjabberd(), startEjabberd],
  ['Prosody', missingProsody(), startProsody],
] as const;

describe.each(REAL_SERVERS)('a recording of %s', (name, missing, start) => {
  describeWhen(missing, 'in spite of its end', () => {
    function asAlice(server: RealServer): string[] {
      return [
        ...['--jid', `alice@${server.domain}`, '--password-env', 'ALICE'],
        ...['--service', `xmpp://127.0.0.1:${server.c2sPort}`, '--ca', server.caFile],
      ];
    }

    it('survives a stop and a refused stanza', async () => {
      const server = await start();
      onTestFinished(() => server.stop());
      const folder = createTemporaryFolder();
      const sent = await runCli(['send', ...asAlice(server), '--out', join(folder, 'sent.jsonl')], {
        env,
        stdin: "<message from='eve@example.net' to='bob@example.net'><body>a</body></message>",
      });
      expect(sent.stderr + sent.stdout, name).not.toMatch(/\n\s+at \S+ \(/);
      expect(readFileSync(join(folder, 'sent.jsonl'), 'utf8')).toContain('"kind":"footer"');

      const out = join(folder, 'record.jsonl');
      const recording = startCli(['record', ...asAlice(server), '--out', out], { env });
      await recording.untilOutput(/Ctrl\+C ends/);
      await server.stop();
      const { code, stdout, stderr } = await recording.ended;
      expect(stdout).toContain('The session ended by itself.');
      expect(stderr).toMatch(/The server ended the stream: system-shutdown|closed the connection/);
      expect(readFileSync(out, 'utf8')).toMatch(/Offline: [^]*"kind":"footer"/);
      expect(code).toBe(1);
    });
  });
});
