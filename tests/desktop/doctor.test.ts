/** A misconfiguration planted in the window's own server, and the run that names it. */
import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '#tests/support/axe.ts';
import {
  answerSaveDialogs,
  describeDesktop,
  PROJECT_FOLDER,
  startDesktop,
  type Desktop,
} from '#tests/support/desktop.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';
import { runAll, stepStates, takePictures, toggleStep } from '#tests/support/desktop-journey.ts';

describeDesktop('the doctor', () => {
  let desktop: Desktop;

  beforeAll(async () => {
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
  });
  afterAll(() => desktop.dispose());

  const diagnosis = () => desktop.page.getByRole('region', { name: 'Diagnosis' });

  it('plants a misconfiguration and sets up the run that shows it', async () => {
    const { page } = desktop;
    await page.getByRole('button', { name: 'Practice' }).click();
    await page.getByRole('button', { name: 'Session bob, online' }).waitFor();
    await page.getByRole('button', { name: 'Practice server' }).click();
    await page.getByRole('combobox', { name: 'Misconfiguration' }).click();
    await page.getByRole('option', { name: /lets publishers publish/ }).click();
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByText(/^Planted: The node old-phone/).waitFor();
    await takePictures(desktop, 'practice-planted', true);
    await page.getByRole('button', { name: 'Set up a run that shows it' }).click();
    await page.getByRole('button', { name: 'Session bob, online' }).waitFor();
  });

  it('names it first, and shows the stanza', async () => {
    const { page } = desktop;
    await runAll(page);
    const first = diagnosis().getByRole('listitem').first();
    expect(await first.innerText()).toContain('The node old-phone does not let localhost publish.');
    expect(await first.innerText()).toContain('certain');
    await takePictures(desktop, 'run-diagnosis', true);
    await first.getByRole('button', { name: 'Show the stanza' }).click();
    const entry = page.getByRole('option', { selected: true });
    await expect.poll(() => entry.innerText()).toContain('affiliations');
  });

  it('shows each fact of the preflight with its stanza', async () => {
    const { page } = desktop;
    await toggleStep(page, 'Preflight');
    const fact = page.getByRole('definition').filter({ hasText: 'which is not among them' });
    await fact.getByRole('button', { name: /Ask who may publish to old-phone/ }).click();
    expect(await fact.getByLabel('Answer received').innerText()).toContain('<affiliation ');
    await takePictures(desktop, 'run-preflight', true);
    expect(await violations(desktop)).toEqual([]);
  });

  it('saves a report that opens by itself', async () => {
    const { app, page } = desktop;
    const path = join(createTemporaryFolder(), 'report.html');
    await answerSaveDialogs(app, path);
    await page.getByRole('button', { name: 'Save report…' }).click();
    await page.getByText(/^Saved report\.html\. \d+ values replaced\.$/).waitFor();

    const opened = app.waitForEvent('window');
    await app.evaluate(async ({ BrowserWindow }, file) => {
      await new BrowserWindow({ width: 900, height: 700 }).loadFile(file);
    }, path);
    const report = await opened;
    await report.getByRole('heading', { name: 'Diagnosis' }).waitFor();
    // The style is there: its hash stands in the policy.
    expect(
      await report
        .locator('dl')
        .first()
        .evaluate((list) => getComputedStyle(list).display),
    ).toBe('grid');
    await report.getByText(/^Create push node/).click();
    expect(await report.locator('details[open] pre').first().innerText()).toContain('<create');
    const { violations: found } = await new AxeBuilder({ page: report })
      .setLegacyMode(true)
      .analyze();
    expect(found.map(({ id }) => id)).toEqual([]);
    await report.screenshot({ path: join(PROJECT_FOLDER, 'tests/output/images/report.png') });
    await report.close();
  });

  it('plans steps, repeats one and says what differs from the run before', async () => {
    const { page } = desktop;
    await page.getByRole('button', { name: 'Run next step' }).click();
    await page.getByRole('listitem', { name: /^Step 1 Preflight: passed/ }).waitFor();
    await toggleStep(page, 'Proof');
    await page.getByRole('switch', { name: 'Leave this step out' }).click();
    await toggleStep(page, 'Proof');
    await toggleStep(page, 'Enable');
    await page.getByRole('button', { name: 'Edit the stanza' }).click();
    await page.getByRole('textbox', { name: 'Stanza of the step Enable' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(
      "<iq type='set' id='by-hand'><enable xlmns='urn:xmpp:push:0' jid='pubsub.localhost' node='old-phone'/></iq>",
    );
    await page.getByText(/looks like xmlns misspelt/).waitFor();
    await takePictures(desktop, 'run-plan', true);
    await page.getByRole('button', { name: 'Write xmlns' }).click();
    await page.getByRole('button', { name: 'Send this one' }).click();
    await runAll(page);
    const states = await stepStates(page);
    expect(states).toContain('Enable: passed');
    expect(states).toContain('Proof: skipped');
    await page.getByRole('button', { name: /^Compared with the run of/ }).click();
    const row = page.getByRole('row', { name: /^Proof/ });
    expect(await row.innerText()).toMatch(/passed\s+skipped/);
    await takePictures(desktop, 'run-comparison', true);
    expect(await violations(desktop)).toEqual([]);
    await toggleStep(page, 'Enable');
    await page.getByRole('button', { name: 'Repeat this step alone' }).click();
    await page.getByRole('listitem', { name: /^Step 4 Enable: passed/ }).waitFor();
  });
});
