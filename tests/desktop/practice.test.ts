/** The main job in the real window on practice: one click, and a push that arrives. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import { ask, describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import {
  DEVICE_TOKEN,
  filterEntries,
  goTo,
  readStep,
  runAll,
  selectEntry,
  stepStates,
  takePictures,
  toggleStep,
  toggleParameters,
} from '#tests/support/desktop-journey.ts';

describeDesktop('main job on practice', () => {
  let desktop: Desktop;

  beforeAll(async () => {
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
  });
  afterAll(() => desktop.dispose());

  it('is ready after one click', async () => {
    await desktop.page.getByRole('button', { name: 'Practice' }).click();
    for (const account of ['alice', 'bob']) {
      await desktop.page.getByRole('button', { name: `Session ${account}, online` }).waitFor();
    }
    await desktop.page.getByRole('banner').getByText('practice').waitFor();
  });

  it('proves PubSub-less with a push', async () => {
    await toggleParameters(desktop.page);
    await desktop.page.getByRole('radio', { name: 'PubSub-less' }).click();
    await toggleParameters(desktop.page);
    await runAll(desktop.page);
    expect(await stepStates(desktop.page)).toEqual([
      'Preflight: passed',
      'Enable: passed',
      'Proof: passed',
      'Disable: passed',
    ]);
    const { sent } = await readStep(desktop.page, 'Enable');
    expect(sent).toContain(DEVICE_TOKEN);
  });

  it('proves PubSub-full with a push', async () => {
    await toggleParameters(desktop.page);
    await desktop.page.getByRole('radio', { name: 'PubSub-full' }).click();
    await toggleParameters(desktop.page);
    await runAll(desktop.page);
    expect(await stepStates(desktop.page)).toEqual([
      'Preflight: passed',
      'Create node: passed',
      'Affiliation: passed',
      'Enable: passed',
      'Proof: passed',
      'Disable: passed',
      'Delete node: passed',
    ]);
    await toggleStep(desktop.page, 'Proof');
    await selectEntry(desktop.page, 'enable');
    await takePictures(desktop, 'run', true);
  });

  it('shows what the gateway received', async () => {
    await goTo(desktop.page, 'Gateway');
    const pushes = desktop.page
      .getByRole('list', { name: 'Received pushes' })
      .getByRole('listitem');
    expect(await pushes.count()).toBe(2);
    expect(await pushes.first().innerText()).toMatch(/200[^]*apns[^]*bob@localhost/);
    await takePictures(desktop, 'gateway');
  });

  it('offers every stanza as a form', async () => {
    await goTo(desktop.page, 'Compose');
    await desktop.page.getByRole('button', { name: /^Send/ }).waitFor();
    await takePictures(desktop, 'compose');
  });

  it('shows hostile text as text', async () => {
    const { page } = desktop;
    const alice = await sessionOf(desktop, 'alice@localhost');
    const bob = await sessionOf(desktop, 'bob@localhost');
    const markup = `<img src='x' onerror='window.hostile=1'/><script>window.hostile=1</script>`;
    const body = `${markup.replaceAll('<', '&lt;')}&#x202e;gnirts`;
    await ask(page, 'stanza.send', {
      sessionId: bob.id,
      xml: `<message to='${alice.boundJid}' type='chat' id='hostile'><body>${body}</body></message>`,
      timeoutMs: 5_000,
    });
    await filterEntries(page, 'window.hostile');
    await page.getByRole('option', { name: /^received, alice, message/ }).click();
    const detail = page.getByLabel('XML of the entry');
    await expect.poll(() => detail.innerText()).toContain('window.hostile=1');
    expect(await detail.locator('img[src], script').count()).toBe(0);
    expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
    await filterEntries(page, '');
  });

  it('breaks none of its own rules', () => {
    expect(desktop.pageErrors).toEqual([]);
  });
});

async function sessionOf(desktop: Desktop, jid: string): Promise<SessionSnapshot> {
  const listed = await ask(desktop.page, 'session.list', {});
  const found = listed.ok ? listed.value.find((session) => session.jid === jid) : undefined;
  if (found === undefined) throw new Error(`There is no session of ${jid}.`);
  return found;
}
