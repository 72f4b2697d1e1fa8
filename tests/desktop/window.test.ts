/** How the window lives with its system: menu, place, log, second start, being out of sight. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOST_COMMANDS } from '#shared/contract/commands.ts';
import { ask, describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';

describeDesktop('desktop window', () => {
  let dataFolder: string;
  let desktop: Desktop;

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'pushscope-window-'));
    desktop = await startDesktop({ dataFolder });
  });
  afterAll(async () => {
    await desktop.dispose();
    await rm(dataFolder, { recursive: true, force: true });
  });

  it('offers every command in its menu', async () => {
    const missing = await desktop.app.evaluate(
      ({ Menu }, ids) => ids.filter((id) => !Menu.getApplicationMenu()?.getMenuItemById(id)),
      HOST_COMMANDS.map((command) => command.id),
    );
    expect(missing).toEqual([]);
  });

  it('follows its menu', async () => {
    await chooseMenuItem(desktop, 'place.compose');
    await desktop.page.getByRole('heading', { name: 'Compose' }).waitFor();
    await chooseMenuItem(desktop, 'place.run');
    await desktop.page.getByRole('heading', { name: 'Does push work here?' }).waitFor();
  });

  it('follows the theme of the settings', async () => {
    const theme = () => desktop.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
    await ask(desktop.page, 'settings.save', { theme: 'dark' });
    await expect.poll(theme).toBe('dark');
    expect(
      await desktop.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches),
    ).toBe(true);
    await ask(desktop.page, 'settings.save', { theme: 'system' });
    await expect.poll(theme).toBe('system');
  });

  it('hears what it missed while hidden', async () => {
    await desktop.page.evaluate(() => {
      const heard: number[] = [];
      window.pushscope!.subscribe((batch) => heard.push(...batch.map((event) => event.sequence)));
      Object.assign(window, { heard });
    });
    const heard = () =>
      desktop.page.evaluate(() => (window as unknown as { heard: number[] }).heard);
    await showWindow(desktop, false);
    await ask(desktop.page, 'settings.save', { theme: 'dark' });
    await settled(desktop);
    await ask(desktop.page, 'settings.save', { theme: 'system' });
    await settled(desktop);
    expect(await heard()).toEqual([]);
    await showWindow(desktop, true);
    await expect.poll(heard).toHaveLength(1);
  });

  it('logs what nobody caught, without its text', async () => {
    await desktop.app.evaluate(() => {
      setTimeout(() => {
        throw new Error('unexpected <auth>c2VjcmV0</auth>');
      }, 0);
    });
    const file = join(dataFolder, 'logs', 'pushscope.log');
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'utf8'))
      .toContain('Nobody caught');
    expect(readFileSync(file, 'utf8')).not.toContain('c2VjcmV0');
    expect(await ask(desktop.page, 'app.describe', {})).toMatchObject({ ok: true });
  });

  it('comes forward at a second start', async () => {
    const focused = desktop.app.evaluate(
      ({ app }) => new Promise((resolve) => app.once('second-instance', () => resolve(true))),
    );
    const second = desktop.startAgain();
    expect(await focused).toBe(true);
    expect(await second).toBe(0);
  });

  it('opens where it was closed', async () => {
    const bounds = { x: 120, y: 90, width: 1024, height: 640 };
    await desktop.app.evaluate(({ BrowserWindow }, place) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(place);
    }, bounds);
    await desktop.dispose();
    desktop = await startDesktop({ dataFolder });
    const place = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
    );
    expect(place).toEqual(bounds);
  });
});

async function chooseMenuItem(desktop: Desktop, id: string): Promise<void> {
  await desktop.app.evaluate(({ Menu }, chosen) => {
    Menu.getApplicationMenu()?.getMenuItemById(chosen)?.click();
  }, id);
}

async function showWindow(desktop: Desktop, shown: boolean): Promise<void> {
  await desktop.app.evaluate(({ BrowserWindow }, visible) => {
    const window = BrowserWindow.getAllWindows()[0];
    if (visible) window?.show();
    else window?.hide();
  }, shown);
}

/** Waits until events of the main process have had their frame. */
async function settled(desktop: Desktop): Promise<void> {
  await desktop.app.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
}
