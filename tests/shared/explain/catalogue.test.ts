import { describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '#shared/explain/catalogue.ts';
import { explainSign, toVerdictExplanation } from '#shared/explain/find-explanation.ts';
import { explainStanzas } from '#shared/explain/explain-stanzas.ts';
import { sectionName } from '#shared/explain/versions.ts';
import { lintStanza } from '#shared/lint/lint-stanza.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { SYMPTOMS, SEEN_BY_WATCHING } from './symptom-stanzas.ts';

const FAILURES = [...Array.from({ length: 48 }, (_, index) => String(index + 1)), '40b'];

describe('the catalogue', () => {
  it('names each explanation once', () => {
    const ids = EXPLANATIONS.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('covers all rows of symptoms', () => {
    const covered = new Set(EXPLANATIONS.flatMap(({ rows = [] }) => rows));
    const missing = Array.from({ length: 64 }, (_, index) => index + 1).filter(
      (row) => !covered.has(row),
    );
    expect(missing).toEqual([]);
  });

  it('covers all entries of failures', () => {
    const covered = new Set(EXPLANATIONS.flatMap(({ failures = [] }) => failures));
    expect(FAILURES.filter((entry) => !covered.has(entry))).toEqual([]);
  });

  it('confirms by stanzas that lint passes', () => {
    const faults = EXPLANATIONS.flatMap((explanation) => {
      const xml = toVerdictExplanation(explanation).confirm?.xml;
      const findings = xml === undefined ? [] : lintStanza(xml);
      // The probe for the module asks with get on purpose: it must change nothing.
      const serious = findings.filter(
        ({ rule, severity }) => severity !== 'hint' && rule !== 'push.type-get',
      );
      return serious.map(({ rule }) => `${explanation.id}: ${rule}`);
    });
    expect(faults).toEqual([]);
  });

  it('is triggered wholly by the samples', () => {
    const triggered = new Set([
      ...SYMPTOMS.map(({ id }) => id),
      ...SEEN_BY_WATCHING.map(([, id]) => id),
    ]);
    const rows = EXPLANATIONS.filter(
      ({ rows = [], failures = [] }) => rows.length + failures.length > 0,
    );
    expect(rows.map(({ id }) => id).filter((id) => !triggered.has(id))).toEqual([]);
  });
});

describe('a symptom', () => {
  it.each(SYMPTOMS)('leads to $id', ({ id, stanzas, version }) => {
    const elements = stanzas.map((xml) => {
      const parsed = parseXml(xml);
      if (!parsed.ok) throw new Error(`${parsed.problem.message}: ${xml}`);
      return parsed.element;
    });
    const options = version === undefined ? {} : { serverVersion: version };
    expect(explainStanzas(elements, options).at(-1)?.verdict.explanation?.id).toBe(id);
  });

  it.each(SEEN_BY_WATCHING.map(([sign, id, version]) => ({ sign, id, version })))(
    'of $sign is found as $id',
    ({ sign, id, version }) => {
      const holders = EXPLANATIONS.filter(({ signs = [] }) => signs.includes(sign));
      expect(holders.map((one) => one.id)).toContain(id);
      expect(explainSign(sign, version)?.signs).toContain(sign);
    },
  );
});

describe('versions', () => {
  it('choose the name of the section', () => {
    expect(sectionName('pubsub', '6.7.0')).toBe('[modules.mod_pubsub]');
    expect(sectionName('pubsub', '6.8.0')).toBe('[modules.mod_pubsub_old]');
    expect(sectionName('push', '5.0.0')).toBe('[modules.mod_event_pusher.backend.push]');
  });

  it('say where knowledge ends', () => {
    const explanation = EXPLANATIONS[0];
    if (explanation === undefined) throw new Error('The catalogue is empty.');
    const words = toVerdictExplanation(explanation, {}, { version: '7.0.0' }).versions;
    expect(words).toContain('not known beyond 6.10, and this server says 7.0.0');
  });

  it('name no setting of another server', () => {
    const explanation = EXPLANATIONS.find(({ check }) => check !== undefined);
    if (explanation === undefined) throw new Error('No explanation names a setting.');
    const shown = toVerdictExplanation(explanation, {}, { name: 'ejabberd' });
    expect(shown).toMatchObject({
      check: null,
      versions: expect.stringContaining('ejabberd') as string,
    });
  });
});
