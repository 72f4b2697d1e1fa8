import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFix } from '#shared/lint/apply-fix.ts';
import { LINT_RULES } from '#shared/lint/catalogue.ts';
import { lintStanza } from '#shared/lint/lint-stanza.ts';
import { XML_RULES } from '#shared/lint/xml-rules.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { xmlElement } from '../xml/xml-arbitraries.ts';
import { PUBSUB_CASES } from './pubsub-cases.ts';
import { PUSH_CASES } from './push-cases.ts';
import { enable, enableWith, field, form, FORM_TYPE, OPTIONS, type RuleCase } from './rule-case.ts';
import { STANZA_CASES } from './stanza-cases.ts';

const CASES: readonly RuleCase[] = [...STANZA_CASES, ...PUSH_CASES, ...PUBSUB_CASES];
const named = CASES.map((item) => [item.rule, item] as const);

describe('lint rules', () => {
  it.each(named)('%s finds what breaks it', (rule, { fails, context }) => {
    expect(lintStanza(fails, context).map((finding) => finding.rule)).toContain(rule);
  });

  it.each(named)('%s passes what keeps it', (rule, { passes, context, passesIn }) => {
    expect(lintStanza(passes, passesIn ?? context).map((finding) => finding.rule)).not.toContain(
      rule,
    );
  });

  it.each(named)('%s is right with its fix', (rule, { fails, context }) => {
    const before = lintStanza(fails, context);
    const fixed = before.find((finding) => finding.rule === rule && finding.fix !== undefined);
    if (fixed?.fix === undefined) return;
    const after = lintStanza(applyFix(fails, fixed.fix), context);

    expect(countOf(after, rule)).toBeLessThan(countOf(before, rule));
    if (!rule.startsWith('xml.'))
      expect(errorsOf(after)).toEqual(subsetOf(errorsOf(before), after));
  });

  it('have a case each', () => {
    const covered = new Set(CASES.map(({ rule }) => rule));
    const ids = [...XML_RULES, ...LINT_RULES].map(({ id }) => id);

    expect(ids.filter((id) => !covered.has(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('offer a fix for most mechanical slips', () => {
    const fixable = new Set(
      CASES.flatMap(({ fails, context }) => lintStanza(fails, context))
        .filter(({ fix }) => fix !== undefined)
        .map(({ rule }) => rule),
    );

    expect([...fixable].sort()).toMatchSnapshot();
  });

  it('say why and whence', () => {
    for (const { title, reason, evidence } of [...XML_RULES, ...LINT_RULES]) {
      expect(title).toMatch(/^\S.*[^.]$/);
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(evidence).toMatch(/^(?:facts|RFC|XEP-|[\w-]+\/[\w.-]+#\d)/);
    }
  });
});

describe('lintStanza', () => {
  it('points at the attribute', () => {
    const xml = "<iq\n  type='get'\n  from='me'\n  id='1'><ping xmlns='urn:xmpp:ping'/></iq>";

    expect(lintStanza(xml)).toMatchObject([
      { rule: 'stanza.from-present', line: 3, column: 9, offset: xml.indexOf('me'), length: 2 },
    ]);
  });

  it('points at the field', () => {
    const xml = enableWith("\n<field var='topic'/>");

    expect(lintStanza(xml)).toMatchObject([
      {
        rule: 'push.field-values',
        offset: xml.indexOf("<field var='topic'/>"),
        line: 2,
        column: 1,
      },
    ]);
  });

  it('names the place of broken XML', () => {
    expect(lintStanza('<iq>\n<a>\n</iq>')).toMatchObject([{ line: 3 }]);
  });

  it('tells white space around FORM_TYPE', () => {
    const spaced = FORM_TYPE.replace('<value>', '<value>\n');

    expect(lintStanza(enable(form(spaced + OPTIONS)))[0]?.message).toContain('white space');
  });

  it('changes nothing but the place', () => {
    const xml = `<iq  type="set"\n id='1'><enable xlmns="urn:xmpp:push:0" jid='p.e' node="n"/></iq>`;
    const fix = lintStanza(xml).find(({ rule }) => rule === 'xml.xmlns-misspelt')?.fix;

    expect(fix && applyFix(xml, fix)).toBe(xml.replace('xlmns', 'xmlns'));
  });

  it.each([
    ['6.1.0', 'warning', 'warning', 'error'],
    ['6.2.0', 'error', 'error', 'error'],
    ['6.0.0', 'warning', 'warning', 'warning'],
    ['unknown', 'error', 'error', 'error'],
  ])('knows what %s refuses', (serverVersion, untyped, several, none) => {
    const severityOf = (xml: string): string[] =>
      lintStanza(xml, { serverVersion })
        .filter(({ rule }) => ['push.form-not-submit', 'push.field-values'].includes(rule))
        .map(({ severity }) => severity);

    expect(severityOf(enable(form(FORM_TYPE + OPTIONS, '')))).toEqual([untyped]);
    expect(severityOf(enableWith(field('topic', 'a', 'b')))).toEqual([several]);
    expect(severityOf(enableWith("<field var='topic'/>"))).toEqual([none]);
    expect(severityOf(enable(form(FORM_TYPE + OPTIONS, " type='form'")))).toEqual(['error']);
  });

  it('lists findings by place', () => {
    const offsets = lintStanza(
      "<iq from='a'><enable xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data'/></enable></iq>",
    ).map(({ offset }) => offset);

    expect(offsets.length).toBeGreaterThan(4);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  });

  it.each([
    ['an empty text', ''],
    ['stream management', "<enable xmlns='urn:xmpp:sm:3' resume='true'/>"],
    ['another form', "<iq type='set' id='1'><query xmlns='jabber:iq:register'/></iq>"],
  ])('leaves %s to the server', (_what, xml) => {
    expect(lintStanza(xml).filter(({ rule }) => !rule.startsWith('xml.'))).toEqual([]);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          xmlElement.map((element) => serializeXml(element)),
        ),
        (xml) => {
          for (const { offset, length, line, column, fix } of lintStanza(xml)) {
            expect(offset + length).toBeLessThanOrEqual(Math.max(xml.length, 1));
            expect(line).toBeGreaterThan(0);
            expect(column).toBeGreaterThan(0);
            if (fix !== undefined) expect(applyFix(xml, fix)).not.toBe(xml);
          }
        },
      ),
    );
  });
});

type Findings = ReturnType<typeof lintStanza>;

function countOf(findings: Findings, rule: string): number {
  return findings.filter((finding) => finding.rule === rule).length;
}

function errorsOf(findings: Findings): readonly string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
}

/** A fix may only take errors away: what is left was there before. */
function subsetOf(before: readonly string[], after: Findings): readonly string[] {
  return errorsOf(after).filter((rule) => before.includes(rule));
}
