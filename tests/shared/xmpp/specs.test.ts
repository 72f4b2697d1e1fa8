import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '#shared/templates/catalogue.ts';
import { SPECS, specOf } from '#shared/xmpp/specs.ts';

describe('SPECS', () => {
  it('names each specification once', () => {
    expect(new Set(SPECS.map(({ id }) => id)).size).toBe(SPECS.length);
  });

  it('points to the publisher', () => {
    expect(specOf('XEP-0357')?.url).toBe('https://xmpp.org/extensions/xep-0357.html');
    expect(specOf('RFC 6120')?.url).toBe('https://www.rfc-editor.org/rfc/rfc6120');
  });

  it('covers every template', () => {
    expect(TEMPLATES.filter(({ spec }) => spec !== null && specOf(spec.id) === undefined)).toEqual(
      [],
    );
  });
});
