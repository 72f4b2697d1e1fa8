import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { getActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import App from '#renderer/App.vue';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import { ok } from '#shared/contract/result.ts';
import { buildPractice, buildSession } from '#tests/support/contract-builders.ts';
import { byName, startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

enableAutoUnmount(afterEach);

const BOB = { id: 's2', name: 'bob', jid: 'bob@localhost', hue: 1 };

describe('window', () => {
  let bridge: ScriptedBridge;

  beforeEach(async () => {
    bridge = startFreshWindow();
    bridge.answer('practice.read', buildPractice({ running: false }));
    const pinia = getActivePinia();
    mount(App, {
      attachTo: document.body,
      global: { plugins: pinia === undefined ? [] : [pinia] },
    });
    await flushPromises();
  });

  function press(key: string, options: KeyboardEventInit = {}): void {
    document.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...options }));
  }

  const text = (): string => document.body.textContent;

  async function enterPractice(): Promise<void> {
    bridge.handle('practice.enter', () => ok([buildSession(), buildSession(BOB)]));
    byName('button', 'Practice').click();
    await flushPromises();
  }

  it('teaches while nothing is connected', () => {
    expect(text()).toContain('Does push work here?');
    expect(byName('button', 'Connect to a server')).toBeDefined();
  });

  it('enters practice by one click', async () => {
    await enterPractice();
    expect(byName('button', 'Session alice, online')).toBeDefined();
    expect(byName('button', 'Run all')).toBeDefined();
  });

  it('says which account, how safe, which server', async () => {
    await enterPractice();
    const facts = document.querySelector('header')?.textContent ?? '';
    expect(facts).toMatch(/alice@localhost.*online.*TLS 1\.3, pinned.*SCRAM-SHA-1.*localhost/s);
  });

  it('changes the session by a digit', async () => {
    await enterPractice();
    press('2');
    expect(useSessionsStore().active?.name).toBe('bob');
  });

  it('reaches every place by its tab', async () => {
    for (const place of ['Compose', 'Gateway', 'Transcripts']) {
      byName('tab', place).click();
      await flushPromises();
      expect(document.querySelector('h1')?.textContent).toBe(place);
    }
  });

  it('focuses the filter by key', async () => {
    press('f', { ctrlKey: true });
    await flushPromises();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Filter text');
  });

  it('opens export and palette by key', () => {
    press('e', { ctrlKey: true });
    press('k', { ctrlKey: true });
    expect([usePlacesStore().exportOpen, usePlacesStore().paletteOpen]).toEqual([true, true]);
  });

  it('follows commands of the host', async () => {
    bridge.emit('command.invoked', { command: 'place.gateway' });
    bridge.emit('command.invoked', { command: 'constructor' });
    await flushPromises();
    expect(usePlacesStore().place).toBe('gateway');
  });

  it('puts the theme on the root', async () => {
    bridge.emit('settings.changed', { theme: 'dark', contrast: 'more' });
    await flushPromises();
    expect(document.documentElement.dataset).toMatchObject({ theme: 'dark', contrast: 'more' });
  });

  it('shows a problem as what, why and next', async () => {
    bridge.refuse('practice.enter', {
      code: 'port-taken',
      what: 'Practice did not start.',
      why: 'No port was free.',
      next: 'Try again.',
    });
    byName('button', 'Practice').click();
    await flushPromises();
    const notices = document.querySelector('[aria-label="Notices"]')?.textContent ?? '';
    expect(notices).toMatch(/Practice did not start\..*No port was free\..*Try again\./s);
  });
});
