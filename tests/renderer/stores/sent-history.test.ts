import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useSentHistoryStore } from '#renderer/stores/sent-history.ts';

const sent = (xml: string, given: { account?: string; at?: string; title?: string } = {}) => ({
  ...{ xml, title: 'Ping', account: 'alice@localhost', at: '2026-11-24T00:00:00.000Z' },
  ...given,
});

describe('the history of what was sent', () => {
  beforeEach(() => {
    localStorage.clear();
    setActivePinia(createPinia());
  });

  it('is newest first, each stanza once for each account, and outlives a restart', () => {
    const history = useSentHistoryStore();
    history.add(sent('<a/>'));
    history.add(sent('<b/>'));
    history.add(sent('<a/>', { at: '2026-11-24T00:01:00.000Z' }));
    history.add(sent('<a/>', { account: 'bob@localhost' }));
    setActivePinia(createPinia());
    expect(useSentHistoryStore().sent.map(({ xml, account }) => `${xml} ${account}`)).toEqual([
      '<a/> bob@localhost',
      '<a/> alice@localhost',
      '<b/> alice@localhost',
    ]);
  });

  it('keeps no credentials and no endless list', () => {
    const history = useSentHistoryStore();
    history.add(
      sent(
        "<iq type='set' id='r'><query xmlns='jabber:iq:register'><password>hunter2</password></query></iq>",
      ),
    );
    expect(history.sent).toEqual([]);
    for (let index = 0; index < 60; index += 1) history.add(sent(`<m id='${index}'/>`));
    expect(history.sent).toHaveLength(50);
    expect(history.sent[0]?.xml).toBe("<m id='59'/>");
    expect(localStorage.getItem('pushscope.sent')).not.toContain('hunter2');
  });

  it('is searched by words of title, account and text', () => {
    const history = useSentHistoryStore();
    history.add(sent("<iq to='pubsub.localhost'/>", { title: 'Create node' }));
    history.add(sent('<presence/>', { title: 'Presence', account: 'bob@localhost' }));
    expect(history.find('CREATE pubsub')).toHaveLength(1);
    expect(history.find('bob')).toHaveLength(1);
    expect(history.find('bob pubsub')).toEqual([]);
    history.clear();
    expect(history.find('')).toEqual([]);
  });

  it('starts empty when what was kept is none', () => {
    localStorage.setItem('pushscope.sent', '[{"xml":1},null,"x"]');
    expect(useSentHistoryStore().sent).toEqual([]);
  });
});
