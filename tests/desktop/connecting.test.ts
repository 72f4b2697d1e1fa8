/** How a connection came about or did not, in the real window against ejabberd. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '#tests/support/axe.ts';
import {
  answerOpenDialogs,
  ask,
  describeDesktop,
  startDesktop,
  type Desktop,
} from '#tests/support/desktop.ts';
import {
  filterEntries,
  selectEntry,
  fillConnectForm,
  submitConnectForm,
  takePictures,
} from '#tests/support/desktop-journey.ts';
import { missingEjabberd, startEjabberd } from '#tests/support/ejabberd.ts';
import { findFreePorts } from '#tests/support/free-port.ts';
import { DEFAULT_ACCOUNTS, type RealServer } from '#tests/support/real-server.ts';

describeDesktop(
  'connecting to ejabberd',
  () => {
    let server: RealServer;
    let desktop: Desktop;

    beforeAll(async () => {
      [server, desktop] = await Promise.all([
        startEjabberd(),
        startDesktop({ size: { width: 1280, height: 800 } }),
      ]);
    });
    afterAll(async () => {
      await desktop.dispose();
      await server.stop();
    });

    const rungs = (): Promise<readonly string[]> =>
      desktop.page
        .getByRole('list', { name: 'Steps of connecting' })
        .getByRole('listitem')
        .allInnerTexts();

    it('says at its rung why it failed', async () => {
      const [port] = await findFreePorts(1);
      await answerOpenDialogs(desktop.app, server.caFile);
      await fillConnectForm(desktop.page, {
        jid: `alice@${server.domain}`,
        password: DEFAULT_ACCOUNTS.alice,
        service: `xmpp://127.0.0.1:${port}`,
      });
      await submitConnectForm(desktop.page);
      const failed = desktop.page.getByRole('listitem').filter({ hasText: 'Reach the server' });
      await failed.getByRole('alert').waitFor();
      expect(await failed.innerText()).toMatch(/failed[^]*refused the connection/);
      expect((await rungs()).filter((rung) => rung.includes('not reached'))).toHaveLength(7);
      expect(await violations(desktop)).toEqual([]);
      await takePictures(desktop, 'connect-failed', true);
    });

    it('keeps options with the profile', async () => {
      const { page } = desktop;
      await page.getByLabel('Server address').fill(`xmpp://127.0.0.1:${server.c2sPort}`);
      await page.getByRole('button', { name: /^Options/ }).click();
      await page.getByRole('radio', { name: 'Count', exact: true }).click();
      await page.getByRole('switch', { name: 'Connect again after a lost connection' }).click();
      expect(await violations(desktop)).toEqual([]);
      await takePictures(desktop, 'connect-options', true);
      await page.getByRole('button', { name: 'Save profile' }).click();
      await page.getByText('saved, without the password').first().waitFor();
      const profiles = await ask(page, 'profile.list', {});
      expect(profiles.ok && profiles.value[0]?.options).toMatchObject({
        streamManagement: 'count',
        reconnect: true,
      });
      await page.getByRole('button', { name: /^Options/ }).click();
      await page.getByText('stream management counts · connects again').waitFor();
    });

    it('shows every rung of a session', async () => {
      const { page } = desktop;
      await submitConnectForm(page);
      await page.getByRole('banner').getByText('online').waitFor();
      await page.getByRole('button', { name: 'Session alice, online' }).click();
      await page.getByRole('heading', { name: 'How it connected' }).waitFor();
      const shown = await rungs();
      for (const title of ['Reach the server', 'Encrypt', 'Log in', 'Bind a resource', 'Online']) {
        expect(
          shown.filter((rung) => rung.startsWith('done') && rung.includes(title)),
        ).toHaveLength(1);
      }
      await page.getByRole('button', { name: /done Encrypt/ }).click();
      expect(await violations(desktop)).toEqual([]);
      await takePictures(desktop, 'session', true);
    });

    it('offers six manners of going away', async () => {
      const { page } = desktop;
      await page.getByRole('button', { name: 'Go away…' }).click();
      expect(await page.getByRole('menuitem').count()).toBe(6);
      await takePictures(desktop, 'away');
      await page.getByRole('menuitem', { name: /^By closing the stream/ }).click();
      await page.getByRole('button', { name: 'Come back' }).click();
      await page.getByRole('banner').getByText('online').waitFor();
    });

    it('shows the bytes of an entry', async () => {
      const { page } = desktop;
      // Others still come in from the session that came back, and the list follows its end.
      await filterEntries(page, '"<stream:features" dir:in');
      await selectEntry(page, 'features');
      await page.getByRole('radio', { name: 'Bytes' }).click();
      const dump = page.getByRole('region', { name: 'Bytes of the entry' });
      await expect.poll(() => dump.innerText()).toMatch(/00000000\s+3c 73 74 72\s+65 61 6d 3a/);
      await dump.focus();
      expect(await violations(desktop)).toEqual([]);
      await takePictures(desktop, 'bytes', true);
    });

    it('breaks none of its own rules', () => {
      expect(desktop.pageErrors).toEqual([]);
    });
  },
  missingEjabberd(),
);
