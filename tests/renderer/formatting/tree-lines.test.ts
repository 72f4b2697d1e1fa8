import { describe, expect, it } from 'vitest';
import {
  canFold,
  type EntryTree,
  placeOf,
  readTreeLine,
  treeSteps,
  visibleParts,
} from '#renderer/formatting/tree-lines.ts';

function treeOf(text: string): EntryTree {
  const steps = treeSteps(text);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const TEXT = "<iq id='1'>\n  <a x='&lt;'>one</a><b>two<c/></b>\n</iq>";

/** Name or text of each line. */
function lines(tree: EntryTree, folded: readonly number[] = []): string[] {
  return [...visibleParts(tree, new Set(folded))].map((index) => {
    const line = readTreeLine(tree, index);
    const attributes = line?.attributes.map(({ name, value }) => ` ${name}=${value}`).join('');
    return `${line?.part.name ?? ''}${attributes ?? ''}${line?.value === null ? '' : ` "${line?.value}"`}`;
  });
}

describe('visibleParts', () => {
  it('leaves layout out and puts a text beside its tag', () => {
    expect(lines(treeOf(TEXT))).toEqual(['iq id=1', 'a x=< "one"', 'b', ' "two"', 'c']);
  });

  it('leaves out what is folded', () => {
    const tree = treeOf(TEXT);
    const b = tree.outline.parts.findIndex(({ name }) => name === 'b');
    expect(lines(tree, [b])).toEqual(['iq id=1', 'a x=< "one"', 'b']);
    expect(lines(tree, [0])).toEqual(['iq id=1']);
  });

  it('shows white space that is a value', () => {
    expect(lines(treeOf('<a><b> </b></a>'))).toEqual(['a', 'b " "']);
  });

  it('shows broken markup as it is', () => {
    expect(lines(treeOf('<a><b x=></c>'))).toEqual(['a', ' "<b x=>"', ' "</c>"']);
  });
});

it('knows what can be folded', () => {
  const tree = treeOf(TEXT);
  const names = tree.outline.parts.flatMap(({ name }, index) =>
    canFold(tree, index) ? [name] : [],
  );
  expect(names).toEqual(['iq', 'b']);
});

it('counts siblings without layout', () => {
  const tree = treeOf(TEXT);
  const places = tree.outline.parts.flatMap(({ name }, index) =>
    name === '' ? [] : [[name, tree.position[index], tree.siblings[index]]],
  );
  expect(places).toEqual([
    ['iq', 1, 1],
    ['a', 1, 2],
    ['b', 2, 2],
    ['c', 2, 2],
  ]);
});

it('cuts what no line shows', () => {
  const many = Array.from({ length: 30 }, (_, index) => `a${index}='1'`).join(' ');
  const line = readTreeLine(treeOf(`<x ${many}>${'t'.repeat(9_000)}</x>`), 0);
  expect([line?.attributes.length, line?.moreAttributes, line?.value?.length]).toEqual([
    20, 10, 2_000,
  ]);
});

it.each([
  [4, 1],
  [5, 2],
  [99, 2],
])('finds the line of part %i', (part, place) => {
  expect(placeOf(Uint32Array.of(0, 4, 6), part)).toBe(place);
});
