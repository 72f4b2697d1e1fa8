/** The main job in the real window against a real server: ejabberd over STARTTLS with a private CA. */
import { readFile, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  answerOpenDialogs,
  answerSaveDialogs,
  describeDesktop,
  startDesktop,
  type Desktop,
} from '#tests/support/desktop.ts';
import {
  DEVICE_TOKEN,
  entryCount,
  entryRows,
  fillConnectForm,
  filterEntries,
  goTo,
  readStep,
  runAll,
  stepStates,
  submitConnectForm,
  toggleParameters,
} from '#tests/support/desktop-journey.ts';
import { missingEjabberd, startEjabberd } from '#tests/support/ejabberd.ts';
import { DEFAULT_ACCOUNTS, type RealServer } from '#tests/support/real-server.ts';

describeDesktop(
  'main job on ejabberd',
  () => {
    let server: RealServer;
    let desktop: Desktop;
    let folder: string;
    let exported: string;
    /** Rows of the inspector that speak of push. */
    let aboutPush: number;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'pushscope-main-job-'));
      exported = join(folder, 'exported.jsonl');
      [server, desktop] = await Promise.all([startEjabberd(), startDesktop()]);
    });
    afterAll(async () => {
      await desktop.dispose();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it('says when the password is wrong', async () => {
      await answerOpenDialogs(desktop.app, server.caFile);
      await fillConnectForm(desktop.page, {
        jid: `alice@${server.domain}`,
        password: 'not-the-password',
        service: `xmpp://127.0.0.1:${server.c2sPort}`,
      });
      await submitConnectForm(desktop.page);
      const alert = desktop.page.getByRole('main').getByRole('alert');
      await alert.getByText('refused the login').waitFor();
      expect(await alert.innerText()).toContain('not-authorized');
    });

    it('connects over STARTTLS with the chosen authority', async () => {
      await desktop.page.getByLabel('Password').fill(DEFAULT_ACCOUNTS.alice);
      await submitConnectForm(desktop.page);
      const facts = desktop.page.getByRole('banner');
      await facts.getByText('online').waitFor();
      expect(await facts.innerText()).toMatch(
        /alice@localhost[^]*TLS 1\.[23], own CA[^]*SCRAM-SHA-/,
      );
    });

    it('asks for the token before it runs', async () => {
      await desktop.page.getByRole('button', { name: 'Run all' }).click();
      await desktop.page.getByText('Device id is missing').waitFor();
      await desktop.page.getByLabel('Device token').fill(DEVICE_TOKEN);
      await toggleParameters(desktop.page);
    });

    it('passes the six steps of PubSub-full', async () => {
      await runAll(desktop.page);
      expect(await stepStates(desktop.page)).toEqual([
        'Preflight: passed',
        'Create node: passed',
        'Affiliation: passed',
        'Enable: passed',
        // Nobody else is online to send the message.
        'Proof: skipped',
        'Disable: passed',
        'Delete node: passed',
      ]);
    });

    it.each([
      ['Create node', /<create node=/],
      ['Affiliation', /<affiliation jid='localhost' affiliation='publish-only'\/>/],
      ['Enable', /<enable xmlns='urn:xmpp:push:0' jid='pubsub\.localhost'/],
      ['Disable', /<disable xmlns='urn:xmpp:push:0' jid='pubsub\.localhost'/],
      ['Delete node', /<delete node=/],
    ])('shows the stanzas of %s', async (title, request) => {
      const { sent, answer } = await readStep(desktop.page, title);
      expect(sent).toMatch(request);
      expect(answer).toMatch(/type='result'/);
    });

    it('filters the inspector', async () => {
      const all = await entryCount(desktop.page);
      await filterEntries(desktop.page, 'urn:xmpp:push:0');
      await expect.poll(() => entryCount(desktop.page)).toBeLessThan(all);
      aboutPush = await entryCount(desktop.page);
      const rows = await entryRows(desktop.page).allInnerTexts();
      expect(rows.some((row) => row.includes('enable'))).toBe(true);
      expect(rows.some((row) => row.includes('proceed'))).toBe(false);
      await filterEntries(desktop.page, '');
      await expect.poll(() => entryCount(desktop.page)).toBe(all);
    });

    it('exports a file without secrets', async () => {
      await answerSaveDialogs(desktop.app, exported);
      await goTo(desktop.page, 'Transcripts');
      await desktop.page.getByRole('button', { name: 'Export…' }).click();
      await desktop.page.getByRole('button', { name: 'Save as…' }).click();
      await desktop.page.getByText('exported.jsonl written').first().waitFor();
      const text = await readFile(exported, 'utf8');
      expect(text).toContain('publish-only');
      expect(text).not.toContain(DEFAULT_ACCOUNTS.alice);
      expect(text).not.toContain('not-the-password');
      expect(text).not.toContain(DEVICE_TOKEN);
    });

    it('opens the exported file again', async () => {
      const live = await entryCount(desktop.page);
      await answerOpenDialogs(desktop.app, exported);
      await desktop.page.getByRole('button', { name: 'Open transcript…' }).click();
      await desktop.page.getByRole('button', { name: 'Back to live' }).waitFor();
      await expect.poll(() => entryCount(desktop.page)).toBe(live);
      await filterEntries(desktop.page, 'urn:xmpp:push:0');
      await expect.poll(() => entryCount(desktop.page)).toBe(aboutPush);
    });

    it('breaks none of its own rules', () => {
      expect(desktop.pageErrors).toEqual([]);
    });
  },
  missingEjabberd(),
);
