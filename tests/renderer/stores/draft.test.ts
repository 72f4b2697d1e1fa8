import { describe, expect, it } from 'vitest';
import {
  draftFromText,
  draftFromValues,
  textToSend,
  withValue,
  withXml,
} from '#renderer/stores/draft.ts';
import { templateOf } from '#shared/templates/catalogue.ts';

const ENABLE = templateOf('enable');
const VALUES = { jid: 'pubsub.localhost', node: 'n1', service: 'apns', device_id: 'abc' };
const draft = draftFromValues(ENABLE, VALUES, 'id1');

describe('draft', () => {
  it('is written by its form', () => {
    expect(draft.xml).toContain(
      "<enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='n1'>",
    );
    expect(draft.byHand).toBe(false);
  });

  it('follows a changed field', () => {
    const changed = withValue(ENABLE, draft, 'node', 'n2');
    expect(changed.xml).toContain("node='n2'");
    expect(changed.stanzaId).toBe('id1');
  });

  it('updates the form from its XML', () => {
    const edited = withXml(ENABLE, draft, draft.xml.replace("node='n1'", "node='by-hand'"));
    expect(edited.values['node']).toBe('by-hand');
    expect(edited.beyondForm).toEqual([]);
  });

  it('keeps what the form cannot show', () => {
    const xml = draft.xml.replace('</enable>', "<extra xmlns='urn:x'/></enable>");
    const edited = withXml(ENABLE, draft, xml);
    expect(edited.beyondForm.join()).toContain('extra');
    expect(withValue(ENABLE, edited, 'node', 'n2').xml).toBe(xml);
    expect(textToSend(ENABLE, edited)).toBe(xml);
  });

  it.each(['<iq', "<message to='a'/>", ''])('never rewrites %j', (xml) => {
    const edited = withXml(ENABLE, draft, xml);
    expect(edited.beyondForm).not.toEqual([]);
    expect(withValue(ENABLE, edited, 'node', 'n2').xml).toBe(xml);
  });

  it('is sent without white space for reading', () => {
    expect(textToSend(ENABLE, draft)).not.toContain('\n');
    expect(textToSend(ENABLE, draft)).toContain("<iq type='set' id='id1'><enable");
  });

  it('sends typed text as it is', () => {
    const typed = `${draft.xml}\n`;
    expect(textToSend(ENABLE, withXml(ENABLE, draft, typed))).toBe(typed);
  });

  it('takes the id typed by hand', () => {
    expect(withXml(ENABLE, draft, draft.xml.replace('id1', 'mine')).stanzaId).toBe('mine');
  });

  it('is its own text when raw', () => {
    const raw = templateOf('raw');
    const edited = withXml(raw, draftFromValues(raw, {}, 'x'), '<presence/>');
    expect([textToSend(raw, edited), edited.beyondForm]).toEqual(['<presence/>', []]);
  });

  it('opens a stanza in its own form', () => {
    const sent = textToSend(ENABLE, draft).replace(
      "type='set'",
      "xmlns='jabber:client' type='set'",
    );
    const opened = draftFromText(sent, 'id2');
    expect(opened).toMatchObject({ templateId: 'enable', draft: { byHand: false } });
    expect(opened.draft.values).toEqual(draft.values);
    expect(textToSend(ENABLE, opened.draft)).toBe(textToSend(ENABLE, draft).replace('id1', 'id2'));
  });

  it('opens what no form shows whole', () => {
    const opened = draftFromText("<message to='a@b' odd='1'><body>x</body></message>", 'id2');
    expect(opened).toMatchObject({ templateId: 'message', draft: { byHand: true } });
    expect(opened.draft.beyondForm).toEqual(['attribute odd of message']);
  });

  it.each(["<iq type='get' id='1'><x xmlns='urn:x'/></iq>", '<iq'])('opens %j as it is', (xml) => {
    expect(draftFromText(xml, 'id2')).toMatchObject({ templateId: 'raw', draft: { xml } });
  });
});
