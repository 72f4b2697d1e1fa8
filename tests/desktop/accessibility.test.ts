/** What a machine can find out about accessibility, on every place, in both themes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '#tests/support/axe.ts';
import { describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import { entryRows, goTo, runAll, toggleStep } from '#tests/support/desktop-journey.ts';

describeDesktop('accessibility', () => {
  let desktop: Desktop;

  beforeAll(async () => {
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
  });
  afterAll(() => desktop.dispose());

  it('holds on the first screen', async () => {
    expect(await violations(desktop)).toEqual([]);
  });

  it('holds in the connection form', async () => {
    await desktop.page.getByRole('button', { name: 'Connect to a server' }).click();
    await desktop.page.getByRole('button', { name: /^Options/ }).click();
    expect(await violations(desktop)).toEqual([]);
    await goTo(desktop.page, 'Run');
  });

  it('holds on a finished run', async () => {
    await desktop.page.getByRole('button', { name: 'Practice' }).click();
    await desktop.page.getByRole('button', { name: 'Session bob, online' }).waitFor();
    await runAll(desktop.page);
    await toggleStep(desktop.page, 'Enable');
    await entryRows(desktop.page).last().click();
    expect(await violations(desktop)).toEqual([]);
  });

  it.each([['Compose'], ['Diagram'], ['Gateway'], ['Transcripts']] as const)(
    'holds on %s',
    async (place) => {
      await goTo(desktop.page, place);
      await desktop.page.getByRole('heading', { name: place }).waitFor();
      expect(await violations(desktop)).toEqual([]);
    },
  );

  it('holds in the settings', async () => {
    await desktop.page.getByRole('button', { name: 'Settings' }).click();
    expect(await violations(desktop)).toEqual([]);
  });
});
