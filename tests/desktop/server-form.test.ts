/** A form that the server sends, filled in as a form in the real window. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '#tests/support/axe.ts';
import { describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import { goTo, runAll, takePictures, toggleParameters } from '#tests/support/desktop-journey.ts';

describeDesktop('a form of the server', () => {
  let desktop: Desktop;

  beforeAll(async () => {
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
    const { page } = desktop;
    await page.getByRole('button', { name: 'Practice' }).click();
    await page.getByRole('button', { name: 'Session bob, online' }).waitFor();
    await toggleParameters(page);
    await page.getByRole('radio', { name: 'PubSub-full' }).click();
    await page.getByRole('switch', { name: 'Keep node and registration' }).click();
    await toggleParameters(page);
    await runAll(page);
    await goTo(page, 'Compose');
  });
  afterAll(() => desktop.dispose());

  const send = () => desktop.page.getByRole('button', { name: /^Send/ }).last().click();
  /** By words, as the keyboard does it: the first that is found. */
  async function chooseTemplate(words: string): Promise<void> {
    const { page } = desktop;
    await page.getByRole('button', { name: /^Template: / }).click();
    await page.getByRole('textbox', { name: 'Find a template' }).fill(words);
    await takePictures(desktop, 'template-picker');
    await page.keyboard.press('Enter');
  }
  const answer = () => desktop.page.getByRole('region', { name: 'Answer' });

  it('is shown as a form, with what each field may hold', async () => {
    const { page } = desktop;
    await chooseTemplate('xep-0060 configuration');
    await page.getByRole('button', { name: 'Template: Get node configuration' }).waitFor();
    await page.getByRole('textbox', { name: 'Service' }).fill('pubsub.localhost');
    await send();
    await answer()
      .getByRole('combobox', { name: /publisher model/i })
      .waitFor();
    await takePictures(desktop, 'server-form', true);
    expect(await violations(desktop)).toEqual([]);
  });

  it('lists affiliations as a table, and writes only what was changed', async () => {
    const { page } = desktop;
    await chooseTemplate('get affiliations');
    await page.getByRole('textbox', { name: 'Service' }).fill('pubsub.localhost');
    await send();
    const table = answer().getByRole('region', { name: 'Affiliations' });
    await table.getByRole('combobox', { name: 'Affiliation of localhost' }).click();
    await page.getByRole('option', { name: 'publisher', exact: true }).click();
    await table.getByRole('button', { name: 'Add', exact: true }).click();
    await table.getByRole('textbox', { name: 'JID 3' }).fill('carol@');
    await table.getByText('"carol@" is not a JID.').waitFor();
    await table.getByRole('textbox', { name: 'JID 3' }).fill('carol@localhost');
    await takePictures(desktop, 'affiliations', true);
    expect(await violations(desktop)).toEqual([]);
    await table.getByRole('button', { name: 'Write 2 changes into the editor' }).click();
    const editor = page.getByRole('textbox', { name: 'XML of the draft' });
    await expect.poll(() => editor.innerText()).toContain('carol@localhost');
    expect(await editor.innerText()).not.toContain('alice@localhost');
    await send();
    await answer().getByText('result', { exact: true }).first().waitFor();
    await chooseTemplate('get node configuration');
    await send();
    await answer()
      .getByRole('combobox', { name: /publisher model/i })
      .waitFor();
  });

  it('is written into the editor, sent and accepted', async () => {
    const { page } = desktop;
    await answer()
      .getByRole('combobox', { name: /publisher model/i })
      .click();
    await page.getByRole('option', { name: 'open', exact: true }).click();
    await answer().getByRole('button', { name: 'Write the answer into the editor' }).click();
    const editor = page.getByRole('textbox', { name: 'XML of the draft' });
    await expect.poll(() => editor.innerText()).toMatch(/publish_model[^]*open/);
    await send();
    await answer().getByText('result', { exact: true }).first().waitFor();
    await takePictures(desktop, 'server-form-sent');
  });
});
