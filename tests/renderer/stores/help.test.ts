import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useHelpStore } from '#renderer/stores/help.ts';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { EXPLANATIONS } from '#shared/explain/catalogue.ts';

beforeEach(() => setActivePinia(createPinia()));

describe('the help', () => {
  it('lists all causes at first', () => {
    expect(useHelpStore().found).toEqual(EXPLANATIONS);
  });

  it('finds words in any order', () => {
    const help = useHelpStore();
    help.query = 'network LATE';
    expect(help.found.map(({ id }) => id)).toEqual(['waiting-for-resumption']);
  });

  it('finds a condition', () => {
    const help = useHelpStore();
    help.query = 'precondition-not-met';
    expect(help.found.map(({ id }) => id)).toContain('publish-options-missing');
  });

  it('shows one cause from elsewhere', () => {
    const help = useHelpStore();
    help.query = 'nothing has these words';
    help.show('node-exists');
    expect(help.openId).toBe('node-exists');
    expect(help.found).toHaveLength(EXPLANATIONS.length);
    expect(usePlacesStore().place).toBe('help');
  });
});
