import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it } from 'vitest';
import StatusBar from '#renderer/components/layout/StatusBar.vue';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import type { SessionFailure } from '#shared/contract/session.ts';
import { buildSession } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';

enableAutoUnmount(afterEach);

const REFUSED: SessionFailure = {
  code: 'auth-failed',
  step: 'authenticate',
  what: 'The server localhost refused the login.',
  why: 'It does not know the account, or the password is another one.',
  next: 'Check both, then connect again.',
  condition: 'not-authorized',
};

const bar = (): string => document.querySelector('footer')?.textContent ?? '';

async function failAlice(failure: SessionFailure): Promise<void> {
  useSessionsStore().apply(buildSession({ state: 'offline', failure }));
  await flushPromises();
}

beforeEach(() => {
  startFreshWindow();
  useSessionsStore().apply(buildSession());
  useSessionsStore().apply(buildSession({ id: 's2', name: 'bob' }));
  useSessionsStore().activate('s2');
  mountPart(StatusBar);
});

it('says that nothing failed', () => {
  expect(bar()).toContain('no failures');
});

it('names session and failure', async () => {
  await failAlice(REFUSED);
  expect(bar()).toContain('last failure: alice: login refused');
});

it('tells a broken login from a refused one', async () => {
  const { condition: _, ...broken } = REFUSED;
  await failAlice(broken);
  expect(bar()).toContain('alice: login failed');
});

it('leads to the session that failed', async () => {
  await failAlice(REFUSED);
  byName('button', 'last failure: alice: login refused').click();
  expect([useSessionsStore().activeId, usePlacesStore().place]).toEqual(['s1', 'session']);
});

it('forgets a failure once online again', async () => {
  await failAlice(REFUSED);
  useSessionsStore().apply(buildSession());
  await flushPromises();
  expect(bar()).toContain('no failures');
});
