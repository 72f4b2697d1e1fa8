/** The packaged application, fuses set: it starts, and the main job runs in it. */
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, describeDesktop } from '#tests/support/desktop.ts';
import { buildPackage, startPackaged, type PackagedDesktop } from '#tests/support/packaged.ts';

/** A fuse in the executable is a character: `1` is on. */
const ON = '1'.charCodeAt(0);

describeDesktop('packaged application', () => {
  let output: string;
  let executable: string;
  let desktop: PackagedDesktop;

  beforeAll(async () => {
    output = await mkdtemp(join(tmpdir(), 'pushscope-package-'));
    executable = await buildPackage(output);
    desktop = await startPackaged(executable);
  });
  afterAll(async () => {
    await desktop.dispose();
    await rm(output, { recursive: true, force: true });
  });

  it('carries the fuses of a shipped build', async () => {
    const wire = await getCurrentFuseWire(executable);
    const enabled = (fuse: FuseV1Options): boolean => Number(wire[fuse]) === ON;
    expect({
      runAsNode: enabled(FuseV1Options.RunAsNode),
      nodeOptions: enabled(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeCliInspect: enabled(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: enabled(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: enabled(FuseV1Options.OnlyLoadAppFromAsar),
      fileProtocol: enabled(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      nodeCliInspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      fileProtocol: false,
    });
  });

  it('opens its page', async () => {
    expect(desktop.page.url()).toBe('app://pushscope/index.html');
    expect(await ask(desktop.page, 'app.describe', {})).toMatchObject({
      ok: true,
      value: { runtime: expect.stringMatching(/^Electron /) },
    });
  });

  it('runs the main job on practice', async () => {
    const { page } = desktop;
    const sessions = valueOf(await ask(page, 'practice.enter', {}));
    const run = valueOf(
      await ask(page, 'run.create', {
        flow: 'full',
        sessionId: sessions[0]!.id,
        peerSessionId: sessions[1]!.id,
        pubsubJid: '',
        node: '',
        pushService: 'apns',
        deviceId: 'b7'.repeat(32),
        options: {},
        awayMode: 'unavailable',
        keep: false,
        timeoutMs: 10_000,
      }),
    );
    const ended = valueOf(await ask(page, 'run.advance', { runId: run.id, mode: 'all' }));
    expect(ended.steps.map((step) => `${step.id} ${step.state}`)).toEqual([
      'preflight passed',
      'create passed',
      'affiliation passed',
      'enable passed',
      'proof passed',
      'disable passed',
      'delete passed',
    ]);
    expect(valueOf(await ask(page, 'gateway.list', {}))).toHaveLength(1);
    const [recording] = valueOf(await ask(page, 'recording.list', {}));
    expect(recording?.entries).toBeGreaterThan(0);
  });
});

function valueOf<Value>(
  result: { ok: true; value: Value } | { ok: false; error: { what: string } },
): Value {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}
