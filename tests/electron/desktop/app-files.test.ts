import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAppFiles } from '../../../electron/desktop/app-files.ts';
import { APP_ORIGIN } from '../../../electron/desktop/app-origin.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

/** A built renderer with a file beside it that must stay out of reach. */
function serve(): (path: string, method?: string) => Promise<Response> {
  const parent = createTemporaryFolder();
  const folder = join(parent, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'main.js'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<meta nonce="__CSP_NONCE__"><i>__CSP_NONCE__</i>');
  writeFileSync(join(folder, 'assets', 'page.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'notes.txt'), 'not part of a page');
  const answer = createAppFiles(APP_ORIGIN, folder);
  return (path, method = 'GET') => answer(new Request(`app://${path}`, { method }));
}

describe('app files', () => {
  it('come with their media type', async () => {
    const get = serve();
    const script = await get('pushscope/assets/page.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await script.text()).toBe('export {};');
  });

  it('carry one nonce in page and policy', async () => {
    const page = await serve()('pushscope/index.html');
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
    expect(await page.text()).toBe(`<meta nonce="${nonce}"><i>${nonce}</i>`);
  });

  it('are served under a policy without exceptions', async () => {
    const script = await serve()('pushscope/assets/page.js');
    expect(script.headers.get('content-security-policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it.each([
    ['a folder above', 'pushscope/../main.js'],
    ['an encoded folder above', 'pushscope/%2e%2e/main.js'],
    ['an encoded slash', 'pushscope/..%2fmain.js'],
    ['a backslash', 'pushscope/..%5cmain.js'],
    ['an absolute path', 'pushscope//etc/passwd.html'],
    ['a NUL', 'pushscope/index.html%00.js'],
    ['a broken escape', 'pushscope/%zz.js'],
    ['the folder itself', 'pushscope/'],
    ['an unknown media type', 'pushscope/assets/notes.txt'],
    ['another host', 'elsewhere/index.html'],
  ])('refuse %s', async (_title, path) => {
    expect((await serve()(path)).status).toBe(404);
  });

  it('are not written to', async () => {
    expect((await serve()('pushscope/index.html', 'POST')).status).toBe(405);
  });
});
