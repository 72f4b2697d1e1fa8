import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PROFILE_OPTIONS, type Profile } from '#shared/contract/session.ts';
import { createProfileStore } from '#services/profiles/profile-store.ts';
import { createSystemClock } from '#services/platform.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

function profile(change: Partial<Profile> = {}): Profile {
  return {
    id: 'p1',
    name: 'Alice',
    jid: 'alice@localhost',
    service: '',
    trust: { kind: 'system' },
    allowPlaintext: false,
    resource: '',
    connectTimeoutMs: 10_000,
    options: DEFAULT_PROFILE_OPTIONS,
    ...change,
  };
}

const open = (folder: string) => createProfileStore({ folder, clock: createSystemClock() });

describe('createProfileStore', () => {
  it('keeps profiles across restarts', () => {
    const folder = createTemporaryFolder();
    const store = open(folder);
    expect(store.list()).toEqual([]);
    store.save(profile());
    store.save(profile({ id: 'p2', name: 'Bob' }));
    store.save(profile({ name: 'Alice at work' }));
    expect(open(folder).list()).toEqual([
      profile({ name: 'Alice at work' }),
      profile({ id: 'p2', name: 'Bob' }),
    ]);
  });

  it('deletes a profile', () => {
    const folder = createTemporaryFolder();
    const store = open(folder);
    store.save(profile());
    expect(store.delete('p1')).toEqual({ ok: true, value: null });
    expect(store.delete('p1')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(open(folder).list()).toEqual([]);
  });

  it('refuses fields a profile does not have', () => {
    const folder = createTemporaryFolder();
    const smuggled = { ...profile(), password: 'alicepw' };
    expect(open(folder).save(smuggled)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    expect(existsSync(join(folder, 'profiles.json'))).toBe(false);
  });

  it('sets a damaged file aside', () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'profiles.json'), '{"version":1,"content":[{"id":');
    const store = open(folder);
    expect(store.list()).toEqual([]);
    expect(store.problem()).toMatchObject({ code: 'file-damaged' });
    expect(store.save(profile()).ok).toBe(true);
    const aside = readdirSync(folder).find((name) => name.includes('damaged')) ?? '';
    expect(readFileSync(join(folder, aside), 'utf8')).toBe('{"version":1,"content":[{"id":');
  });

  it('leaves a newer file alone', () => {
    const folder = createTemporaryFolder();
    const newer = '{"version":99,"content":{}}';
    writeFileSync(join(folder, 'profiles.json'), newer);
    const store = open(folder);
    expect(store.save(profile())).toMatchObject({ ok: false, error: { code: 'file-newer' } });
    expect(readFileSync(join(folder, 'profiles.json'), 'utf8')).toBe(newer);
  });

  it('keeps the old profiles when saving fails', () => {
    const folder = join(createTemporaryFolder(), 'data');
    writeFileSync(folder, 'a file where the folder should be');
    const store = open(folder);
    expect(store.save(profile())).toMatchObject({ ok: false, error: { code: 'not-saved' } });
    expect(store.list()).toEqual([]);
  });

  it('leaves no temporary file behind', () => {
    const folder = createTemporaryFolder();
    open(folder).save(profile());
    expect(readdirSync(folder)).toEqual(['profiles.json']);
  });
});
