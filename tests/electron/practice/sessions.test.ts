import { describe, expect, it } from 'vitest';
import { type ConnectedSession, createSessionRegistry } from '#services/practice/sessions.ts';

function session(
  resource: string,
  priority: number | null = 0,
): ConnectedSession & { gone: boolean } {
  const made = {
    fullJid: `alice@localhost/${resource}`,
    bareJid: 'alice@localhost',
    priority,
    presence: null,
    presenceSent: false,
    deliver: () => undefined,
    gone: false,
    replaced: () => {
      made.gone = true;
    },
  };
  return made;
}

describe('session registry', () => {
  it('counts a session without presence as online', () => {
    const sessions = createSessionRegistry();
    expect(sessions.isOffline('alice@localhost')).toBe(true);
    sessions.open(session('a'));
    expect(sessions.isOffline('alice@localhost')).toBe(false);
  });

  it.each([-1, null])('counts priority %s as offline', (priority) => {
    const sessions = createSessionRegistry();
    sessions.open(session('a', priority));
    expect(sessions.isOffline('alice@localhost')).toBe(true);
  });

  it('prefers all sessions of the highest priority', () => {
    const sessions = createSessionRegistry();
    const [low, high, equal] = [session('a', 0), session('b', 5), session('c', 5)];
    for (const each of [low, high, equal]) sessions.open(each);
    expect(sessions.preferred('alice@localhost')).toEqual([high, equal]);
  });

  it('replaces the former session of a resource', () => {
    const sessions = createSessionRegistry();
    const [former, latter] = [session('a'), session('a')];
    sessions.open(former);
    sessions.open(latter);
    sessions.close(former);
    expect(former.gone).toBe(true);
    expect(sessions.find('alice@localhost/a')).toBe(latter);
  });

  it('forgets the priority of a session that sent no presence', () => {
    const sessions = createSessionRegistry();
    const [silent, present] = [session('a'), { ...session('b'), presenceSent: true }];
    sessions.open(silent);
    sessions.open(present);
    sessions.forgetInitialPriority(silent.fullJid);
    sessions.forgetInitialPriority(present.fullJid);
    expect([silent.priority, present.priority]).toEqual([null, 0]);
  });
});
