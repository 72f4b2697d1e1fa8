import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '#shared/templates/catalogue.ts';
import { findTemplates, ungrouped } from '#shared/templates/groups.ts';

const found = (query: string): string[] =>
  findTemplates(query).flatMap(({ templates }) => templates.map(({ id }) => id));

describe('the groups of templates', () => {
  it('hold every template once', () => {
    expect(ungrouped()).toEqual([]);
    expect(found('').sort()).toEqual(TEMPLATES.map(({ id }) => id).sort());
  });

  it.each([
    ['XEP-0357 enable', 'enable'],
    ['service discovery items', 'disco-items'],
    ['blocking', 'block'],
    ['who may publish', 'get-affiliations'],
    ['file transfer', null],
    ['affiliation set', 'set-affiliation'],
  ])('are searched for %s', (query, id) => {
    if (id === null) expect(found(query)).toEqual([]);
    else expect(found(query)).toContain(id);
  });

  it('leave out groups in which nothing is found', () => {
    expect(findTemplates('get-node-config').map(({ title }) => title)).toEqual(['Nodes']);
  });
});
