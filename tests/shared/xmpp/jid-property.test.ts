import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBareJid, formatJid, parseJid, sameJid, toBareJid } from '#shared/xmpp/jid.ts';
import { assertProperty, PROPERTY_TIMEOUT_MS } from '#tests/support/property-runs.ts';

const awkward = fc.string({
  unit: fc.constantFrom(...Array.from('aZé日🐎@/.:<&"\' \u0000\u00ad[]')),
});
const anyText = fc.oneof(fc.string({ unit: 'binary' }), awkward);

const localPart = fc.stringMatching(/^[a-z0-9._~!$*+=-]{1,12}$/);
const domainPart = fc
  .array(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/), { minLength: 1, maxLength: 4 })
  .map((labels) => labels.join('.'));
/** RFC 7622 §3.4: nearly anything, `/` and `@` included. */
const resourcePart = fc
  .string({ unit: fc.constantFrom(...Array.from('aZ09é日🐎@/.:<&"\' ')), minLength: 1 })
  .filter((text) => text !== '');

describe('parseJid, for any input', { timeout: PROPERTY_TIMEOUT_MS }, () => {
  it('answers parts that make the JID again', () =>
    assertProperty(
      0.4,
      fc.property(anyText, (text) => {
        const jid = parseJid(text);
        const written = jid === null ? null : formatJid(jid);
        expect(written === null ? null : parseJid(written)).toEqual(jid);
      }),
    ));

  it('reads the parts a JID was made of', () =>
    assertProperty(
      0.3,
      fc.property(localPart, domainPart, resourcePart, (local, domain, resource) => {
        expect(parseJid(`${local}@${domain}/${resource}`)).toEqual({ local, domain, resource });
        expect(parseJid(`${domain}/${resource}`)).toEqual({ local: '', domain, resource });
        expect(toBareJid(`${local}@${domain}/${resource}`)).toBe(`${local}@${domain}`);
      }),
    ));

  it('compares without regard to case but in the resource', () =>
    assertProperty(
      0.3,
      fc.property(localPart, domainPart, resourcePart, (local, domain, resource) => {
        const jid = `${local}@${domain}/${resource}`;
        expect(sameJid(jid, `${local.toUpperCase()}@${domain.toUpperCase()}/${resource}`)).toBe(
          true,
        );
        expect(sameJid(jid, `${jid}x`)).toBe(false);
        expect(sameJid(jid, formatBareJid({ local, domain, resource }))).toBe(false);
      }),
    ));
});
