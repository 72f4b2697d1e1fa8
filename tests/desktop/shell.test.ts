/** The shell's promises, asked of the page and of the main process of the running application. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';

const OFF_WHEN_ABSENT = [
  'nodeIntegrationInWorker',
  'allowRunningInsecureContent',
  'experimentalFeatures',
];

describeDesktop('desktop shell', () => {
  let desktop: Desktop;

  beforeAll(async () => {
    desktop = await startDesktop();
  });
  afterAll(() => desktop.dispose());

  it('opens a page without violations', async () => {
    expect(desktop.page.url()).toBe('app://pushscope/index.html');
    expect(await desktop.page.title()).toContain('Pushscope');
    expect(desktop.pageErrors).toEqual([]);
  });

  it('isolates and sandboxes the page', async () => {
    const preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
    for (const name of OFF_WHEN_ABSENT) expect(preferences[name] ?? false).toBe(false);
  });

  it('gives the page no Node', async () => {
    const found = await desktop.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
        (name) => name in globalThis,
      ),
    );
    expect(found).toEqual([]);
  });

  it('exposes exactly two functions', async () => {
    const bridge = await desktop.page.evaluate(() => Object.keys(window.pushscope!).toSorted());
    expect(bridge).toEqual(['request', 'subscribe']);
  });

  it('blocks inline scripts and eval', async () => {
    const ran = await desktop.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.inlineRan = true';
      document.head.append(script);
      const button = document.createElement('button');
      button.setAttribute('onclick', 'globalThis.inlineRan = true');
      button.click();
      return 'inlineRan' in globalThis;
    });
    expect(ran).toBe(false);
    // In the page's own world: what Playwright evaluates is exempt from the policy.
    const policy = await pagePolicy(desktop);
    expect(policy).not.toContain('unsafe');
  });

  it('lets nothing out to the network', async () => {
    const blockedBy = await desktop.page.evaluate(async () => {
      const attempts: [string, () => unknown][] = [
        ['fetch', () => fetch('https://example.org/').catch(() => undefined)],
        ['socket', () => new WebSocket('wss://example.org/')],
        ['image', () => (new Image().src = 'https://example.org/pixel.png')],
      ];
      const found: Record<string, string> = {};
      for (const [name, attempt] of attempts) {
        const violation = new Promise<SecurityPolicyViolationEvent>((resolve) => {
          document.addEventListener('securitypolicyviolation', resolve, { once: true });
        });
        attempt();
        found[name] = (await violation).effectiveDirective;
      }
      return found;
    });
    expect(blockedBy).toEqual({ fetch: 'connect-src', socket: 'connect-src', image: 'img-src' });
  });

  it('gives every load its own nonce', async () => {
    const first = noncePart(await pagePolicy(desktop));
    const second = noncePart(await pagePolicy(desktop));
    expect(first).toMatch(/^'nonce-[\w+/]{22}=='$/);
    expect(second).not.toBe(first);
  });

  it('denies new windows and navigation', async () => {
    const opened = await desktop.page.evaluate(() => window.open('https://example.org/'));
    expect(opened).toBeNull();
    await desktop.page.evaluate(() => {
      location.href = 'https://example.org/';
    });
    await desktop.page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = 'https://example.org/';
      document.body.append(frame);
    });
    expect(desktop.page.url()).toBe('app://pushscope/index.html');
    expect(
      await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
    ).toBe(1);
  });

  it('denies every permission', async () => {
    const states = await desktop.page.evaluate(async () => {
      const geolocation = await new Promise<string>((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('denied'),
        );
      });
      const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      );
      return { geolocation, camera, notification: await Notification.requestPermission() };
    });
    expect(states).toEqual({ geolocation: 'denied', camera: 'denied', notification: 'denied' });
  });

  it.each([
    ['app://pushscope/../../etc/passwd'],
    ['app://pushscope/..%2f..%2f..%2fetc/passwd'],
    ['app://pushscope/%2e%2e/main/main.js'],
    ['app://elsewhere/index.html'],
    ['app://pushscope/missing.js'],
  ])('answers %s with 404', async (address) => {
    const status = await desktop.app.evaluate(
      async ({ session }, url) => (await session.defaultSession.fetch(url)).status,
      address,
    );
    expect(status).toBe(404);
  });

  it.each([
    ['an unknown name', 'session.explode'],
    ['an inherited name', 'constructor'],
    ['a number', 7],
    ['nothing', null],
  ])('answers %s with a problem', async (_title, name) => {
    const answer = await ask(desktop.page, name as never, {} as never);
    expect(answer).toMatchObject({ ok: false, error: { code: 'unknown-request' } });
  });

  it('refuses input that does not fit', async () => {
    const answer = await ask(desktop.page, 'session.disconnect', { sessionId: 7 } as never);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-input', place: 'sessionId' } });
  });

  it('answers a reloaded page', async () => {
    await desktop.page.reload();
    const answer = await ask(desktop.page, 'app.describe', {});
    expect(answer).toMatchObject({
      ok: true,
      value: { runtime: expect.stringMatching(/^Electron /) },
    });
  });

  it('reloads a page that crashed', async () => {
    // Playwright gives up on a page that crashed, so the new one is asked through the main process.
    const answer = await desktop.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) return null;
      const loaded = new Promise((resolve) =>
        contents.once('did-finish-load', () => resolve(null)),
      );
      contents.forcefullyCrashRenderer();
      await loaded;
      return contents.executeJavaScript('window.pushscope.request("app.describe", {})') as unknown;
    });
    expect(answer).toMatchObject({
      ok: true,
      value: { runtime: expect.stringMatching(/^Electron /) },
    });
  });
});

describeDesktop('desktop shell, started late', () => {
  it('still shows its page', async () => {
    const desktop = await startDesktop({ start: 'by-argument' });
    try {
      const answer = await ask(desktop.page, 'app.describe', {});
      expect(answer).toMatchObject({ ok: true });
      expect(desktop.page.url()).toMatch(
        /^(app:\/\/pushscope|https:\/\/pushscope\.invalid)\/index\.html$/,
      );
      expect(desktop.pageErrors).toEqual([]);
    } finally {
      await desktop.dispose();
    }
  });
});

/** The policy that one more load of the page would get. */
async function pagePolicy(desktop: Desktop): Promise<string> {
  return desktop.app.evaluate(async ({ session }) => {
    const page = await session.defaultSession.fetch('app://pushscope/index.html');
    return page.headers.get('content-security-policy') ?? '';
  });
}

function noncePart(policy: string): string {
  return /'nonce-[^']*'/.exec(policy)?.[0] ?? '';
}
