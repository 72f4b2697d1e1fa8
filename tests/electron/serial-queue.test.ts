import { describe, expect, it } from 'vitest';
import { createSerialQueue } from '#services/serial-queue.ts';

describe('createSerialQueue()', () => {
  it('does one piece after the other', async () => {
    const queue = createSerialQueue();
    const order: string[] = [];
    const piece = (name: string) => async (): Promise<void> => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
    };

    await Promise.all([queue.run(piece('a')), queue.run(piece('b'))]);

    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('hands back what each piece makes', async () => {
    const queue = createSerialQueue();

    expect(await Promise.all([queue.run(() => 1), queue.run(async () => 2)])).toEqual([1, 2]);
  });

  it('goes on after a failure', async () => {
    const queue = createSerialQueue();
    const failing = queue.run(() => {
      throw new Error('broken');
    });

    await expect(failing).rejects.toThrow('broken');
    expect(await queue.run(() => 'next')).toBe('next');
  });

  it('is idle when all is done, failures too', async () => {
    const queue = createSerialQueue();
    let done = false;
    queue.run(() => Promise.reject(new Error('broken'))).catch(() => undefined);
    void queue.run(() => void (done = true));

    await queue.idle();

    expect(done).toBe(true);
  });
});
