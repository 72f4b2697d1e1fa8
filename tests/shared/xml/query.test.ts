import { describe, expect, it } from 'vitest';
import { createElement } from '#shared/xml/node.ts';
import {
  attribute,
  childElements,
  findChild,
  firstChild,
  ownText,
  walkElements,
} from '#shared/xml/query.ts';

const tree = createElement('iq', 'c', { id: '1' }, [
  'x',
  createElement('a', 'n1', {}, [createElement('deep', 'n1')]),
  'y',
  createElement('a', 'n2'),
]);

describe('query', () => {
  it('lists children by name and namespace', () => {
    expect(childElements(tree, 'a')).toHaveLength(2);
    expect(childElements(tree, 'a', 'n2')).toHaveLength(1);
  });

  it('finds the first match', () => {
    expect(findChild(tree, 'a', 'n2')?.ns).toBe('n2');
    expect(findChild(tree, 'b')).toBeUndefined();
  });

  it('finds the first element behind text', () => {
    expect(firstChild(tree)?.ns).toBe('n1');
  });

  it('reads own text only', () => {
    expect(ownText(tree)).toBe('xy');
  });

  it('reads attributes', () => {
    expect([attribute(tree, 'id'), attribute(tree, 'toString')]).toEqual(['1', undefined]);
  });

  it('walks in document order', () => {
    expect([...walkElements(tree)].map(({ name, ns }) => name + ns)).toEqual([
      'iqc',
      'an1',
      'deepn1',
      'an2',
    ]);
  });
});
