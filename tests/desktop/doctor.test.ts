/** A misconfiguration planted in the window's own server, and the run that names it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '#tests/support/axe.ts';
import { describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import { runAll, takePictures, toggleStep } from '#tests/support/desktop-journey.ts';

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
});
