import { describe, expect, it } from 'vitest';
import { createAccounts } from '#services/practice/accounts.ts';
import { announcedMechanisms, createSaslNegotiation } from '#services/practice/sasl.ts';
import { createElement } from '#shared/xml/node.ts';
import { firstChild } from '#shared/xml/query.ts';
import { NS_SASL } from '#shared/xmpp/namespaces.ts';

const accounts = createAccounts({ alice: 'alicepw' });

function auth(mechanism: string, message: string) {
  const payload = Buffer.from(message).toString('base64');
  return createElement('auth', NS_SASL, { mechanism }, [payload]);
}

async function outcome(mechanism: string, message: string): Promise<string> {
  const step = await createSaslNegotiation(accounts, null).handle(auth(mechanism, message));
  return step.kind === 'failure' ? (firstChild(step.element)?.name ?? '') : step.kind;
}

describe('SASL', () => {
  it('announces the strongest mechanism first', () => {
    expect(announcedMechanisms(false)).toEqual([
      'SCRAM-SHA-512',
      'SCRAM-SHA-384',
      'SCRAM-SHA-256',
      'SCRAM-SHA-224',
      'SCRAM-SHA-1',
      'PLAIN',
    ]);
  });

  it('puts PLUS before its plain variant', () => {
    expect(announcedMechanisms(true).slice(0, 2)).toEqual(['SCRAM-SHA-512-PLUS', 'SCRAM-SHA-512']);
  });

  it.each([
    ['the right password', '\0alice\0alicepw', 'success'],
    ['an authorization id it ignores', 'bob\0alice\0alicepw', 'success'],
    ['a login with another domain', '\0alice@elsewhere\0alicepw', 'success'],
    ['a wrong password', '\0alice\0wrong', 'not-authorized'],
    ['an unknown account', '\0nobody\0alicepw', 'not-authorized'],
    ['an object property as account', '\0constructor\0alicepw', 'not-authorized'],
    ['an empty password', '\0alice\0', 'bad-protocol'],
    ['no separators', 'alice', 'bad-protocol'],
  ])('answers PLAIN with %s', async (_what, message, expected) => {
    expect(await outcome('PLAIN', message)).toBe(expected);
  });

  it('knows no mechanism that it does not announce', async () => {
    expect(await outcome('DIGEST-MD5', '')).toBe('no-mechanism');
    expect(await outcome('SCRAM-SHA-256-PLUS', 'p=tls-exporter,,n=alice,r=abc')).toBe(
      'no-mechanism',
    );
  });

  it('fails an aborted login', async () => {
    const negotiation = createSaslNegotiation(accounts, null);
    await negotiation.handle(auth('SCRAM-SHA-1', 'n,,n=alice,r=abc'));
    const aborted = await negotiation.handle(createElement('abort', NS_SASL));
    const late = await negotiation.handle(createElement('response', NS_SASL, {}, ['YQ==']));
    expect(firstChild(aborted.element)?.name).toBe('aborted');
    expect(firstChild(late.element)?.name).toBe('bad-protocol');
  });
});
