import { describe, expect, it } from 'vitest';
import { createReadingPace } from '#services/xmpp/reading-pace.ts';

function setUp() {
  let makeRoom: () => void = () => undefined;
  let room: Promise<void> | null = null;
  let read = true;
  const pace = createReadingPace({
    pause: () => (read = false),
    resume: () => (read = true),
    room: () => room,
  });
  return {
    pace,
    isRead: () => read,
    fill(): void {
      room = new Promise((resolve) => (makeRoom = resolve));
    },
    async drain() {
      room = null;
      makeRoom();
      await Promise.resolve();
    },
  };
}

describe('createReadingPace', () => {
  it('reads while there is room', () => {
    const { pace, isRead } = setUp();
    pace.taken();
    expect(isRead()).toBe(true);
  });

  it('waits until there is room', async () => {
    const { pace, isRead, fill, drain } = setUp();
    fill();
    pace.taken();
    expect(isRead()).toBe(false);
    await drain();
    expect(isRead()).toBe(true);
  });

  it('stays deaf when room comes', async () => {
    const { pace, isRead, fill, drain } = setUp();
    fill();
    pace.taken();
    pace.deafen();
    await drain();
    expect(isRead()).toBe(false);
    pace.listen();
    expect(isRead()).toBe(true);
  });

  it('stays silent without room when asked to listen', async () => {
    const { pace, isRead, fill, drain } = setUp();
    pace.deafen();
    fill();
    pace.taken();
    pace.listen();
    expect(isRead()).toBe(false);
    await drain();
    expect(isRead()).toBe(true);
  });
});
