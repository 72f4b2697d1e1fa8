import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import { useLastFailureStore } from '#renderer/stores/last-failure.ts';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { useRunsStore } from '#renderer/stores/runs.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import type { SessionFailure } from '#shared/contract/session.ts';
import { buildRun, buildSession, buildStep } from '#tests/support/contract-builders.ts';
import { installScriptedBridge } from '#tests/support/scripted-bridge.ts';

const REFUSED: SessionFailure = {
  code: 'connection-refused',
  step: 'connect',
  what: 'Refused.',
  why: 'Nothing listens.',
  next: 'Check the port.',
};

beforeEach(() => {
  setActivePinia(createPinia());
  installScriptedBridge();
});

function failRun(endedAt: string): void {
  useRunsStore().apply(
    buildRun({ state: 'failed', endedAt, steps: [buildStep({ state: 'failed' })] }),
  );
}

function failSession(changedAt: string): void {
  const failed = { id: 's9', name: 'carol', failure: REFUSED, changedAt };
  useSessionsStore().apply(buildSession({ ...failed, state: 'offline' }));
}

it('knows of none at first', () => {
  useSessionsStore().apply(buildSession());
  expect(useLastFailureStore().last).toBeNull();
});

it('names the newer of run and session', () => {
  failRun('2026-08-20T10:00:01Z');
  failSession('2026-08-20T10:00:02Z');
  expect(useLastFailureStore().last?.text).toBe('carol: connection refused');
  failRun('2026-08-20T10:00:03Z');
  expect(useLastFailureStore().last?.text).toBe('Enable');
});

it('leads to what failed', () => {
  failSession('2026-08-20T10:00:02Z');
  useLastFailureStore().last?.show();
  expect([useSessionsStore().activeId, usePlacesStore().place]).toEqual(['s9', 'session']);
});
