import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import NoticeStack from '#renderer/components/layout/NoticeStack.vue';
import { useNoticesStore } from '#renderer/stores/notices.ts';
import { useSettingsStore } from '#renderer/stores/settings.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';

enableAutoUnmount(afterEach);

const DAMAGED = {
  code: 'file-damaged',
  what: 'profiles.json could not be read.',
  why: 'It is damaged, or was changed by hand.',
  next: 'It was set aside.',
};

describe('notice stack', () => {
  it('tells once of a file set aside', async () => {
    const facts = { version: '0.1.0', runtime: 'test', dataFolder: '/data' };
    startFreshWindow().answer('app.describe', { ...facts, problems: [DAMAGED] });
    mountPart(NoticeStack);
    await useSettingsStore().refresh();
    await flushPromises();
    const notices = document.querySelector('[aria-label="Notices"]')?.textContent ?? '';
    expect(notices).toMatch(/could not be read\..*changed by hand\..*set aside\./s);

    byName('button', 'Dismiss').click();
    await useSettingsStore().refresh();
    await flushPromises();
    expect(document.querySelector('[aria-label="Notices"]')).toBeNull();
  });

  it('tells the same problem once', async () => {
    startFreshWindow();
    mountPart(NoticeStack);
    const notices = useNoticesStore();
    for (const what of ['First.', 'Second.', 'First.']) notices.showProblem({ ...DAMAGED, what });
    await flushPromises();
    expect(notices.notices.map((one) => one.kind === 'problem' && one.problem.what)).toEqual([
      'Second.',
      'First.',
    ]);
  });

  it('offers to undo what was done', async () => {
    startFreshWindow();
    mountPart(NoticeStack);
    const run = vi.fn();
    useNoticesStore().showDone('Filter deleted.', { label: 'Undo', run });
    await flushPromises();
    byName('button', 'Undo').click();
    await flushPromises();
    expect(run).toHaveBeenCalledOnce();
    expect(document.querySelector('[aria-label="Notices"]')).toBeNull();
  });
});
