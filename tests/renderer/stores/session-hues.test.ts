import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import { useSessionHuesStore } from '#renderer/stores/session-hues.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import { buildSession } from '#tests/support/contract-builders.ts';
import { installScriptedBridge } from '#tests/support/scripted-bridge.ts';

beforeEach(() => {
  setActivePinia(createPinia());
  installScriptedBridge();
});

it('keeps the colour of a session taken off the list', () => {
  const sessions = useSessionsStore();
  const hues = useSessionHuesStore();
  sessions.apply(buildSession({ hue: 5 }));
  expect(hues.hueOf('s1')).toBe(5);
  sessions.forget('s1');
  expect(hues.hueOf('s1')).toBe(5);
});

it('gives sessions of a reopened recording colours', () => {
  const hues = useSessionHuesStore();
  expect(['a', 'b', 'a', ''].map(hues.hueOf)).toEqual([0, 1, 0, null]);
});
