/** Variables and the history of Compose in the real window. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '#tests/support/axe.ts';
import { describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import { goTo, takePictures } from '#tests/support/desktop-journey.ts';

const PING = (to: string) => `<iq type='get' id='v1' to='${to}'><ping xmlns='urn:xmpp:ping'/></iq>`;

describeDesktop('composing with variables', () => {
  let desktop: Desktop;

  beforeAll(async () => {
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
    await desktop.page.getByRole('button', { name: 'Practice' }).click();
    await desktop.page.getByRole('button', { name: 'Session bob, online' }).waitFor();
    await goTo(desktop.page, 'Compose');
  });
  afterAll(() => desktop.dispose());

  const editor = () => desktop.page.getByRole('textbox', { name: 'XML of the draft' });
  const answer = () => desktop.page.getByRole('region', { name: 'Answer' });
  const send = () => desktop.page.getByRole('button', { name: /^Send/ }).last();

  async function type(xml: string): Promise<void> {
    await editor().click();
    await desktop.page.keyboard.press('Control+A');
    await desktop.page.keyboard.insertText(xml);
  }

  it('sends what the variables stand for, and keeps what was typed', async () => {
    const { page } = desktop;
    await type(PING('${jid.domain}'));
    await page.getByRole('button', { name: /^Variables 1 variable in use/ }).waitFor();
    await send().click();
    await answer().getByText('result', { exact: true }).first().waitFor();
    expect(await editor().innerText()).toContain('${jid.domain}');
    await answer().getByRole('button', { name: 'Show in inspector' }).click();
    await page.getByText('localhost', { exact: true }).first().waitFor();
  });

  it('does not send a variable without a value, and takes one’s own', async () => {
    const { page } = desktop;
    await type(PING('${service}').replace('v1', 'v2'));
    await page.getByText('The variable ${service} has no value.').waitFor();
    expect(await send().isDisabled()).toBe(true);
    await page.getByRole('button', { name: /^Variables no value for service/ }).click();
    await page.getByRole('textbox', { name: 'Your own' }).fill('service=pubsub.localhost');
    await takePictures(desktop, 'compose-variables', true);
    await send().click();
    // The service has no ping: it answers, and the answer comes from it.
    await answer().getByText('feature-not-implemented').first().waitFor();
  });

  it('finds what was sent, and puts it into the editor again', async () => {
    const { page } = desktop;
    await page.getByRole('button', { name: 'Start anew' }).click();
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('textbox', { name: 'Find a sent stanza' }).fill('jid.domain');
    await takePictures(desktop, 'compose-history');
    await page.getByRole('option', { name: /^Ping/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => editor().innerText()).toContain('${jid.domain}');
    expect(await violations(desktop)).toEqual([]);
  });
});
