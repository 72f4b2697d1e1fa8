import { X509Certificate } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { createSystemClock, createSystemIds } from '#services/platform.ts';
import { createChosenFiles } from '#services/profiles/chosen-files.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const { cert, private: privateKey } = await generate([{ name: 'commonName', value: 'Test CA' }]);

function open(folder: string, choice: string | null = null) {
  return createChosenFiles({
    folder: join(folder, 'data'),
    clock: createSystemClock(),
    ids: createSystemIds(),
    platform: { chooseFile: async () => choice, chooseTarget: async () => choice },
  });
}

describe('createChosenFiles', () => {
  it('gives the certificate by id', async () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'ca.pem');
    writeFileSync(path, cert);
    const chosen = await open(folder, path).choose();
    expect(chosen).toMatchObject({ ok: true, value: { name: 'ca.pem' } });
    const id = chosen.ok ? (chosen.value?.id ?? '') : '';
    const pem = (await open(folder).resolveCa(id)) ?? '';
    expect(new X509Certificate(pem).subject).toBe('CN=Test CA');
  });

  it('gives the same file the same id', () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'ca.pem');
    writeFileSync(path, cert);
    const files = open(folder);
    expect(files.add(path)).toEqual(files.add(path));
  });

  it('answers null to a cancelled dialog', async () => {
    expect(await open(createTemporaryFolder()).choose()).toEqual({ ok: true, value: null });
  });

  it('takes certificates only, never keys', () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'both.pem');
    writeFileSync(path, `${privateKey}\n${cert}`);
    const files = open(folder);
    const added = files.add(path);
    const pem = added.ok ? files.read(added.value.id) : added;
    expect(pem.ok && pem.value).toContain('BEGIN CERTIFICATE');
    expect(pem.ok && pem.value).not.toContain('PRIVATE KEY');
  });

  it('reads DER too', () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'ca.der');
    writeFileSync(path, new X509Certificate(cert).raw);
    expect(open(folder).add(path)).toMatchObject({ ok: true });
  });

  it.each([
    ['text', 'hello', 'ca-not-a-certificate'],
    [
      'broken PEM',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      'ca-not-a-certificate',
    ],
    ['a huge file', 'x'.repeat(3 * 1024 * 1024), 'ca-too-big'],
  ])('refuses %s', (_name, content, code) => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'ca.pem');
    writeFileSync(path, content);
    expect(open(folder).add(path)).toMatchObject({ ok: false, error: { code } });
  });

  it('tells when the file has gone', async () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'ca.pem');
    writeFileSync(path, cert);
    const files = open(folder);
    const added = files.add(path);
    rmSync(path);
    const id = added.ok ? added.value.id : '';
    expect(files.read(id)).toMatchObject({ ok: false, error: { code: 'ca-unreadable' } });
    expect(await files.resolveCa(id)).toBeNull();
    expect(await files.resolveCa('ca-unknown')).toBeNull();
  });

  it('knows no file by its path', async () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'ca.pem');
    writeFileSync(path, cert);
    expect(await open(folder).resolveCa(path)).toBeNull();
  });
});
