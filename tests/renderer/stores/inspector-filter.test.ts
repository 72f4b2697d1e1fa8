import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useInspectorFilterStore } from '#renderer/stores/inspector-filter.ts';

function openBar() {
  return useInspectorFilterStore();
}

/** Types and waits until typing counts as done. */
async function type(text: string): Promise<void> {
  openBar().text = text;
  await nextTick();
  vi.runAllTimers();
}

beforeEach(() => {
  setActivePinia(createPinia());
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('the filter', () => {
  it('applies once typing has paused', async () => {
    const bar = openBar();
    bar.text = ' type:error ';
    await nextTick();
    expect(bar.applied).toBe('');
    vi.runAllTimers();
    expect(bar.applied).toBe('type:error');
    expect(bar.active).toBe(true);
  });

  it('keeps the last without fault', async () => {
    const bar = openBar();
    await type('type:error');
    await type('type:error is:la');
    expect(bar.fault).toMatchObject({ from: 14, to: 16 });
    expect(bar.applied).toBe('type:error');
    await type('type:error is:late');
    expect(bar.fault).toBeNull();
    expect(bar.applied).toBe('type:error is:late');
  });

  it('lets menus edit its text', () => {
    const bar = openBar();
    bar.text = 'body';
    bar.setTerm('kind', ['stanza', 'push']);
    expect(bar.text).toBe('body kind:stanza,push');
    expect(bar.termOf('kind')).toEqual(['stanza', 'push']);
    bar.text = 'kind:tls body';
    expect(bar.termOf('kind')).toEqual(['tls']);
    bar.setTerm('kind', []);
    expect(bar.text).toBe('body');
  });

  it('takes conditions at once', () => {
    const bar = openBar();
    bar.text = 'a or b';
    bar.addTerm('after:12:00');
    expect(bar.applied).toBe('(a or b) after:12:00');
  });

  it('remembers what was applied on purpose', async () => {
    const bar = openBar();
    await type('one');
    expect(bar.remembered).toEqual([]);
    bar.commit();
    bar.apply('two');
    bar.apply('one');
    bar.apply('is:');
    expect(bar.remembered).toEqual(['two', 'one']);
  });

  it('is taken away whole', async () => {
    const bar = openBar();
    await type('one');
    bar.text = 'one"';
    bar.reset();
    vi.runAllTimers();
    expect([bar.text, bar.applied, bar.active]).toEqual(['', '', false]);
  });
});
