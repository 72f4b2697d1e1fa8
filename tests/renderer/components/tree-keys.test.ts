import { expect, it } from 'vitest';
import { treeMove } from '#renderer/components/inspector/tree-keys.ts';
import { treeSteps, visibleParts } from '#renderer/formatting/tree-lines.ts';

const steps = treeSteps('<a><b><c/><d/></b><e/></a>');
let step = steps.next();
while (step.done !== true) step = steps.next();
const tree = step.value;
const [A, B, C, D, E] = [0, 1, 2, 3, 4];

const move = (key: string, current: number, folded: readonly number[] = []) => {
  const set = new Set(folded);
  return treeMove(key, tree, {
    current,
    visible: visibleParts(tree, set),
    folded: set,
    pageLines: 2,
  });
};

it.each([
  ['ArrowDown', A, [], { kind: 'go', part: B }],
  ['ArrowDown', E, [], { kind: 'go', part: E }],
  ['ArrowDown', B, [B], { kind: 'go', part: E }],
  ['ArrowUp', E, [B], { kind: 'go', part: B }],
  ['PageDown', A, [], { kind: 'go', part: C }],
  ['PageUp', D, [], { kind: 'go', part: B }],
  ['Home', E, [], { kind: 'go', part: A }],
  ['End', A, [], { kind: 'go', part: E }],
  ['ArrowRight', B, [], { kind: 'go', part: C }],
  ['ArrowRight', B, [B], { kind: 'unfold', part: B }],
  ['ArrowRight', C, [], null],
  ['ArrowLeft', B, [], { kind: 'fold', part: B }],
  ['ArrowLeft', D, [], { kind: 'go', part: B }],
  ['ArrowLeft', A, [A], null],
  ['Enter', B, [], { kind: 'fold', part: B }],
  [' ', B, [B], { kind: 'unfold', part: B }],
  ['Enter', C, [], null],
  ['x', A, [], null],
] as const)('answers %s on part %i with %j folded', (key, current, folded, wanted) => {
  expect(move(key, current, folded)).toEqual(wanted);
});
