import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import ComposePlace from '#renderer/components/compose/ComposePlace.vue';
import { useComposeStore } from '#renderer/stores/compose.ts';
import { useDraftOpeningStore } from '#renderer/stores/draft-opening.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import { buildSession } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow, typeInto } from '#tests/support/mount-part.ts';

enableAutoUnmount(afterEach);

const SENT = "<iq type='set' id='7'><enable xmlns='urn:xmpp:push:0' jid='p.x' node='sent'/></iq>";

describe('compose place', () => {
  beforeEach(() => {
    startFreshWindow();
    useSessionsStore().apply(buildSession());
  });

  const editor = (): string => document.querySelector('.cm-content')?.textContent ?? '';

  it('writes the XML beside the form', async () => {
    mountPart(ComposePlace);
    await typeInto('Node', 'dev-7f3a');
    await flushPromises();
    expect(editor()).toContain("node='dev-7f3a'");
  });

  it('updates the form from the XML', async () => {
    mountPart(ComposePlace);
    const compose = useComposeStore();
    compose.setXml(compose.draft.xml.replace("node=''", "node='by-hand'"));
    await flushPromises();
    expect(byName('textbox', 'Node')).toHaveProperty('value', 'by-hand');
    expect(editor()).toContain("node='by-hand'");
  });

  it('notes what the form cannot show', async () => {
    mountPart(ComposePlace);
    const compose = useComposeStore();
    compose.setXml(compose.draft.xml.replace('<enable ', "<enable odd='1' "));
    await flushPromises();
    expect(document.querySelector('[role="note"]')?.textContent).toContain(
      'attribute odd of enable',
    );
    expect(byName('textbox', 'Node')).toHaveProperty('disabled', true);
    byName('button', 'Rebuild the XML from the form').click();
    await flushPromises();
    expect(editor()).not.toContain('odd');
  });

  it('points at what is wrong with typed XML', async () => {
    mountPart(ComposePlace);
    useComposeStore().setXml("<iq type='set'><x/></iq>");
    await flushPromises();
    const findings = document.querySelector('[aria-label="Findings"]')?.textContent ?? '';
    expect(findings).toMatch(/error.*Line 1, column 1/);
  });

  it('names the effect of a destructive stanza', async () => {
    mountPart(ComposePlace);
    const compose = useComposeStore();
    compose.choose('disable-all');
    compose.setValue('jid', 'pubsub.localhost');
    await flushPromises();
    expect(document.body.textContent).toContain(
      'Disable push for all devices of this account on pubsub.localhost',
    );
  });

  it('says where the stanza is specified', async () => {
    mountPart(ComposePlace);
    expect(document.body.textContent).toContain('XEP-0357: Push Notifications, §5');
    useComposeStore().choose('raw');
    await flushPromises();
    expect(document.body.textContent).toContain('RFC 6120: XMPP: Core, §8');
  });

  it('keeps a draft until told otherwise', async () => {
    mountPart(ComposePlace);
    await typeInto('Node', 'mine');
    const opening = useDraftOpeningStore();
    opening.open(SENT);
    await flushPromises();
    expect(editor()).toContain("node='mine'");
    byName('button', 'Keep my draft').click();
    await flushPromises();
    expect([editor().includes("node='mine'"), opening.offered]).toEqual([true, false]);

    opening.open(SENT);
    await flushPromises();
    byName('button', 'Replace my draft').click();
    await flushPromises();
    expect(byName('textbox', 'Node')).toHaveProperty('value', 'sent');
    expect(opening.offered).toBe(false);
  });

  it('shows hostile text as text', async () => {
    mountPart(ComposePlace);
    useComposeStore().choose('raw');
    useComposeStore().setXml("<message><body>&lt;script&gt;<img src='x'/>\u202E</body></message>");
    await flushPromises();
    expect(document.querySelector('script, img[src]')).toBeNull();
    expect(editor()).toContain('U+202E');
  });
});
