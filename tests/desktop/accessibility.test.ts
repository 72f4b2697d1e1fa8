/** What a machine can find out about accessibility, on every place, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import { entryRows, goTo, runAll, setTheme, toggleStep } from '#tests/support/desktop-journey.ts';

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

  it.each([['Compose'], ['Gateway'], ['Transcripts']] as const)('holds on %s', async (place) => {
    await goTo(desktop.page, place);
    await desktop.page.getByRole('heading', { name: place }).waitFor();
    expect(await violations(desktop)).toEqual([]);
  });

  it('holds in the settings', async () => {
    await desktop.page.getByRole('button', { name: 'Settings' }).click();
    expect(await violations(desktop)).toEqual([]);
  });
});

/** All of WCAG 2.2 AA that axe can judge. Its advice beyond wants the divider of two landmarks inside one. */
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Rule and element of every finding; in dark only what colours can change. */
async function violations(desktop: Desktop): Promise<readonly string[]> {
  await setTheme(desktop.page, 'light');
  const light = await axe(desktop).withTags(STANDARD).analyze();
  await setTheme(desktop.page, 'dark');
  const dark = await axe(desktop).withRules(['color-contrast']).analyze();
  return [...light.violations, ...dark.violations].flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`),
  );
}

/** Electron's pages can't open the second page that axe otherwise collects frames with. */
function axe(desktop: Desktop): AxeBuilder {
  return new AxeBuilder({ page: desktop.page }).setLegacyMode(true);
}
