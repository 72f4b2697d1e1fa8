import { describe, expect, it } from 'vitest';
import { shallowRef } from 'vue';
import { createListPosition, type LineBounds } from '#renderer/stores/list-position.ts';

function setUp(first: number, end: number) {
  const bounds = shallowRef<LineBounds>({ first, end });
  const position = createListPosition(() => bounds.value);
  position.setRows(10);
  return { bounds, position };
}

describe('createListPosition', () => {
  it('follows the end until left', () => {
    const { bounds, position } = setUp(0, 100);
    bounds.value = { first: 0, end: 200 };
    expect(position.top.value).toBe(190);
    position.setTop(50);
    bounds.value = { first: 0, end: 300 };
    expect(position.top.value).toBe(50);
    expect(position.unseen.value).toBe(100);
  });

  it('stays while lines come in front', () => {
    const { bounds, position } = setUp(0, 100);
    position.setTop(20);
    bounds.value = { first: -500, end: 100 };
    expect(position.top.value).toBe(20);
  });

  it('is not drawn to where nothing was', () => {
    const { bounds, position } = setUp(-264, 0);
    position.setTop(-763);
    expect(position.top.value).toBe(-264);
    bounds.value = { first: -3_689, end: 0 };
    expect(position.top.value).toBe(-264);
  });

  it('reveals far lines in the middle', () => {
    const { position } = setUp(0, 1_000);
    position.reveal(500);
    expect(position.shows(500)).toBe(true);
    expect(position.top.value).toBe(496);
    position.reveal(506);
    expect(position.top.value).toBe(497);
  });
});
