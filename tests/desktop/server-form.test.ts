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
  const answer = () => desktop.page.getByRole('region', { name: 'Answer' });

  it('is shown as a form, with what each field may hold', async () => {
    const { page } = desktop;
    await page.getByRole('button', { name: /^Template: / }).click();
    await page.getByRole('textbox', { name: 'Find a template' }).fill('xep-0060 configuration');
    await takePictures(desktop, 'template-picker');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Template: Get node configuration' }).waitFor();
    await page.getByRole('textbox', { name: 'Service' }).fill('pubsub.localhost');
    await send();
    await answer()
      .getByRole('combobox', { name: /publisher model/i })
      .waitFor();
    await takePictures(desktop, 'server-form', true);
    expect(await violations(desktop)).toEqual([]);
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
