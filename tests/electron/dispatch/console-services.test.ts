import { describe, expect, it } from 'vitest';
import { createConsoleServices } from '#services/console-services.ts';
import { enterPractice } from '#services/practice-entry.ts';
import { buildPlatform } from '#tests/support/console-services.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

function create(logged: string[] = []) {
  return createConsoleServices({
    dataFolder: createTemporaryFolder(),
    platform: buildPlatform(),
    logger: { error: (message) => void logged.push(message) },
  });
}

describe('createConsoleServices()', () => {
  it('starts nothing by itself', async () => {
    const services = create();
    expect(services.gateway.snapshot().running).toBe(false);
    expect(services.practice.snapshot().running).toBe(false);
    expect(services.sessions.list()).toEqual([]);
    await services.dispose();
  });

  it('ends sessions, servers and runs', async () => {
    const services = create();
    await enterPractice(services);
    await services.dispose();
    expect(services.sessions.list().map(({ state }) => state)).toEqual(['offline', 'offline']);
    expect(services.gateway.snapshot().running).toBe(false);
    expect(services.practice.snapshot().running).toBe(false);
  });

  it('ends the rest when one service fails', async () => {
    const logged: string[] = [];
    const services = create(logged);
    await enterPractice(services);
    services.sessions.dispose = () => Promise.reject(new Error('stuck'));
    await services.dispose();
    expect(logged).toEqual(['A service did not end properly.']);
    expect(services.practice.snapshot().running).toBe(false);
  });

  it('gives the practice server a gateway to push to', async () => {
    const services = create();
    await services.practice.start({ backwardsCompatibleSession: true });
    expect(services.gateway.snapshot().url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await services.dispose();
  });
});
