import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import LedgerPlace from '#renderer/components/ledger/LedgerPlace.vue';
import { useComposeStore } from '#renderer/stores/compose.ts';
import { useLedgerStore } from '#renderer/stores/ledger.ts';
import { usePlacesStore } from '#renderer/stores/places.ts';
import type { LedgerEntry } from '#shared/contract/ledger.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

enableAutoUnmount(afterEach);

const entry = (given: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ id: 'r1', account: 'alice@e', service: 'push.e', node: 'phone', pushService: 'apns' },
  ...{ deviceAlias: '1a2b3c4d', state: 'stored', why: 'Enable was answered result.' },
  ...{ enabledAt: '2026-11-23T10:00:00Z', changedAt: '2026-11-23T10:00:00Z' },
  ...given,
});

describe('ledger place', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    bridge = startFreshWindow();
  });

  async function show(...entries: readonly LedgerEntry[]): Promise<void> {
    useLedgerStore().apply(entries);
    mountPart(LedgerPlace);
    await flushPromises();
  }

  it('teaches while it is empty', async () => {
    await show();
    expect(document.body.textContent).toContain('Nothing registered from here');
  });

  it('tells that a token is registered twice', async () => {
    await show(entry(), entry({ id: 'r2', node: 'older' }));
    expect(document.body.textContent).toContain('registered once more: older of alice@e');
  });

  it('says nothing of twins that do not stand', async () => {
    await show(entry(), entry({ id: 'r2', node: 'older', state: 'disabled' }));
    expect(document.body.textContent).not.toContain('once more');
  });

  it('opens the disable in Compose', async () => {
    await show(entry());
    byName('button', 'Disable phone in Compose').click();
    expect(usePlacesStore().place).toBe('compose');
    expect(useComposeStore().draft.values).toMatchObject({ jid: 'push.e', node: 'phone' });
  });

  it('forgets what does not stand', async () => {
    bridge.answer('ledger.forget', []);
    await show(entry({ state: 'removed' }));
    byName('button', 'Forget phone').click();
    await flushPromises();
    expect(document.body.textContent).toContain('Nothing registered from here');
  });
});
