/** What a machine can find out about accessibility, on every place, in both themes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '#tests/support/axe.ts';
import { describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import {
  entryRows,
  filterEntries,
  goTo,
  runAll,
  toggleStep,
} from '#tests/support/desktop-journey.ts';

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

  it.each([['Exact'], ['Tree'], ['Bytes'], ['Pretty']] as const)(
    'holds on an entry shown as %s',
    async (view) => {
      const { page } = desktop;
      await page.getByRole('radio', { name: view }).click();
      await page.getByRole('radio', { name: view, checked: true }).waitFor();
      expect(await violations(desktop)).toEqual([]);
    },
  );

  it('holds with the exchange unfolded and the entry marked', async () => {
    const { page } = desktop;
    await page.getByRole('button', { name: /^Exchange/ }).click();
    await page.getByRole('listbox', { name: 'Entries' }).focus();
    await page.keyboard.press('b');
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Note' }).fill('Why here?');
    expect(await violations(desktop)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('Why here?').waitFor();
    expect(await violations(desktop)).toEqual([]);
  });

  it.each([
    ['columns', 'Columns', 'menu'],
    ['ways to copy', 'Copy as', 'menu'],
    ['marks', 'Bookmarks and notes', 'menu'],
    ['saved filters', 'Saved filters', 'menu'],
    ['orders', 'Order', 'listbox'],
  ] as const)('holds in the menu of %s', async (_, name, role) => {
    const { page } = desktop;
    await page.getByRole(role === 'menu' ? 'button' : 'combobox', { name }).click();
    const menu = `.menu-surface[role="${role}"]`;
    await page.locator(menu).waitFor();
    expect(await violations(desktop, menu)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('holds on a faulty filter and on one that finds nothing', async () => {
    const { page } = desktop;
    await filterEntries(page, 'typ:error and (');
    await page.getByText(/^Character 1/).waitFor();
    expect(await violations(desktop)).toEqual([]);
    await filterEntries(page, 'from:nobody@nowhere.example');
    await page.getByText('No entry matches').first().waitFor();
    expect(await violations(desktop)).toEqual([]);
    await filterEntries(page, '');
  });

  it('holds in groups', async () => {
    const { page } = desktop;
    await page.getByRole('combobox', { name: 'Order' }).click();
    await page.getByRole('option', { name: 'By exchange' }).click();
    await page
      .getByRole('option', { name: /^Group: / })
      .first()
      .waitFor();
    expect(await violations(desktop)).toEqual([]);
    await page.getByRole('combobox', { name: 'Order' }).click();
    await page.getByRole('option', { name: 'By time' }).click();
  });

  it('holds on a diagram that is drawn', async () => {
    await goTo(desktop.page, 'Diagram');
    await desktop.page
      .getByRole('listbox', { name: 'Sequence diagram' })
      .getByRole('option')
      .first()
      .waitFor();
    expect(await violations(desktop)).toEqual([]);
  });

  it.each([
    ['comparing entries', 'compare entries', 'Compare entries'],
    ['saved filters', 'saved filters', 'Saved filters'],
    ['exporting', 'export transcript', 'Export transcript'],
    ['pasting a log', 'paste a log', 'Paste a log'],
    ['commands', '', 'All commands'],
  ])('holds in the dialog of %s', async (_, command, dialog) => {
    const { page } = desktop;
    await filterEntries(page, 'child:enable');
    await entryRows(page).first().click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(command);
    if (command !== '') await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: dialog }).waitFor();
    if (dialog === 'Paste a log') {
      await page.getByLabel('Pasted text').fill('{xmlel,<<"iq">>,[],[]}\n{xmlel,');
      await page.getByRole('list', { name: 'Unread parts' }).waitFor();
    }
    expect(await violations(desktop, '[role="dialog"]')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: dialog }).waitFor({ state: 'detached' });
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
