/** What must not be complained about: the tutorial's own stanzas, and what a real MongooseIM took. */
import { describe, expect, it } from 'vitest';
import { lintStanza } from '#shared/lint/lint-stanza.ts';
import { TEMPLATES } from '#shared/templates/catalogue.ts';
import { buildTemplate } from '#shared/templates/template.ts';
import { answeredRequests } from '../../support/golden-requests.ts';
import { TUTORIAL } from './tutorial-stanzas.ts';

/** Hints that are right: what the tutorial means to do. */
const RIGHT_HINTS = ['push.disables-all'];

/** Values that some templates need to be otherwise. */
const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  enable: { to: '' },
  disable: { to: '' },
  'disable-all': { to: '' },
  message: { type: 'chat', body: 'x' },
};

describe('lintStanza on good stanzas', () => {
  it.each(TUTORIAL)('has only right hints for %s', (_what, xml) => {
    const findings = lintStanza(xml, { ownJid: 'alice@mychat.com/phone' });

    expect(findings.map(({ rule }) => rule).filter((rule) => !RIGHT_HINTS.includes(rule))).toEqual(
      [],
    );
  });

  it.each(TEMPLATES.map((template) => [template.id, template] as const))(
    'has only right hints for a plain %s',
    (_id, template) => {
      const values = {
        ...{ to: 'pubsub.example.org', jid: 'pubsub.example.org', node: 'n', type: 'push' },
        ...{ service: 'apns', device_id: 't', affiliation: 'publish-only' },
        ...{ xml: "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>" },
        ...EXCEPTIONS[template.id],
      };
      const built = buildTemplate(template, values, { stanzaId: 'p1' });
      const findings = built.ok ? lintStanza(built.xml) : [];

      expect(findings.filter(({ rule }) => !RIGHT_HINTS.includes(rule))).toEqual([]);
    },
  );

  it('names no error where a real MongooseIM answered result', () => {
    const blamed = answeredRequests()
      .filter(({ answer }) => answer === 'result')
      .flatMap(({ file, xml }) =>
        lintStanza(xml)
          .filter(({ severity }) => severity === 'error')
          .map(({ rule }) => `${file}: ${rule}`),
      );

    expect(blamed).toEqual([]);
  });

  it('finds why a real MongooseIM refused an enable', () => {
    const refused = answeredRequests().filter(
      ({ answer, xml }) => answer === 'bad-request' && /<(?:en|dis)able /.test(xml),
    );
    const unexplained = refused.filter(
      ({ xml }) => !lintStanza(xml).some(({ severity }) => severity === 'error'),
    );

    expect(refused.length).toBeGreaterThan(5);
    expect(unexplained.map(({ file, xml }) => `${file}: ${xml}`)).toEqual([]);
  });
});
