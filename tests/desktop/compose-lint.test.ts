/** The commonest slip of all in the real window: seen before sending, corrected by a click, sent, explained. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  describeDesktop,
  resizeWindow,
  startDesktop,
  type Desktop,
} from '#tests/support/desktop.ts';
import { goTo, takePictures } from '#tests/support/desktop-journey.ts';

/** As in the tutorial, with the slip of esl/MongooseIM#3380 in both places. */
const MISSPELT = `<iq type='set' id='tutorial-1'>
  <enable xlmns='urn:xmpp:push:0' jid='push.localhost' node='punode'>
    <x xlmns='jabber:x:data' type='submit'>
      <field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>
      <field var='service'><value>apns</value></field>
      <field var='device_id'><value>your_pns_device_token</value></field>
    </x>
  </enable>
</iq>`;

describeDesktop('composing with the linter', () => {
  let desktop: Desktop;

  beforeAll(async () => {
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
    await desktop.page.getByRole('button', { name: 'Practice' }).click();
    await desktop.page.getByRole('button', { name: 'Session bob, online' }).waitFor();
    await goTo(desktop.page, 'Compose');
  });
  afterAll(() => desktop.dispose());

  const findings = () => desktop.page.getByRole('region', { name: 'Findings' });

  it('finds xlmns as it is typed', async () => {
    await desktop.page.getByRole('textbox', { name: 'XML of the draft' }).click();
    await desktop.page.keyboard.press('Control+A');
    await desktop.page.keyboard.insertText(MISSPELT);

    await findings().getByText('"xlmns" looks like xmlns misspelt').first().waitFor();
    expect(await findings().innerText()).toContain('esl/MongooseIM#3380');
    await takePictures(desktop, 'compose-findings', true);
  });

  it('leaves the editor its height in a small window', async () => {
    await resizeWindow(desktop.app, { width: 900, height: 600 });
    const editor = desktop.page.getByRole('textbox', { name: 'XML of the draft' });
    const heightOf = () =>
      editor.evaluate((element) => element.closest('.xml')?.getBoundingClientRect().height ?? 0);
    await expect.poll(heightOf).toBeGreaterThanOrEqual(150);
    const xml = await editor.evaluate(
      (element) => element.closest('.xml')?.getBoundingClientRect().bottom ?? Infinity,
    );

    expect((await findings().boundingBox())?.y).toBeGreaterThanOrEqual(xml);
    expect(await desktop.page.getByRole('button', { name: /^Send/ }).isVisible()).toBe(true);
    await findings().getByRole('button', { name: 'Write xmlns' }).first().click({ trial: true });
    await resizeWindow(desktop.app, { width: 1280, height: 800 });
  });

  it('corrects it by a click and nothing else', async () => {
    const correct = findings().getByRole('button', { name: 'Write xmlns' });
    while ((await correct.count()) > 0) {
      const left = await correct.count();
      await correct.first().click();
      await expect.poll(() => correct.count()).toBeLessThan(left);
    }

    expect(await typedText()).toBe(MISSPELT.replaceAll('xlmns', 'xmlns'));
  });

  it('sends it and says what the answer proves', async () => {
    await desktop.page.getByRole('button', { name: /^Send/ }).click();
    const answer = desktop.page.getByRole('region', { name: 'Answer' });
    await answer.getByText('Proved', { exact: true }).waitFor();

    expect(await answer.innerText()).toMatch(/stored/i);
    expect(await answer.innerText()).toMatch(/not proved[^]*node/i);
    await takePictures(desktop, 'compose-verdict');
  });

  it('keeps account of the registration', async () => {
    await goTo(desktop.page, 'Ledger');
    const registrations = desktop.page.getByRole('list', {
      name: 'Registrations of alice@localhost',
    });

    expect(await registrations.innerText()).toMatch(/stored[^]*punode at push\.localhost[^]*apns/);
    await takePictures(desktop, 'ledger');
  });

  it('asks again before it sends broken XML', async () => {
    const { page } = desktop;
    await goTo(page, 'Compose');
    await page.getByRole('textbox', { name: 'XML of the draft' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText("<iq type=get id='b1'><ping xmlns='urn:xmpp:ping'/></iq>");
    await page.keyboard.press('Control+Enter');
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByRole('button', { name: 'Send it broken…' }).click();
    const question = page.getByRole('alertdialog', { name: /not well-formed/ });
    await question.waitFor();

    expect(await question.innerText()).toMatch(/RFC 6120 §4\.9\.3\.13[^]*session[^]*ends/);
    expect(await page.locator(':focus').innerText()).toBe('Keep the session');
    await takePictures(desktop, 'compose-broken-question');
  });

  it('shows how the server ended the stream', async () => {
    const { page } = desktop;
    await page.getByRole('button', { name: 'Keep the session' }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    expect(await answer.innerText()).toContain('not sent');
    await answer.getByRole('button', { name: 'Send it broken…' }).click();
    await page.getByRole('button', { name: 'Send and risk the session' }).click();
    await answer.getByText('sent broken; the server ended the stream').waitFor();

    expect(await answer.innerText()).toContain('The server ended the stream: xml-not-well-formed.');
    await takePictures(desktop, 'compose-broken-answer', true);
  });

  /** CodeMirror shows each line as a block of its own. */
  async function typedText(): Promise<string> {
    const editor = desktop.page.getByRole('textbox', { name: 'XML of the draft' });
    const lines = editor.locator('.cm-line');
    return (await lines.allTextContents()).join('\n');
  }
});
