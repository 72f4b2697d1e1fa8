/** The ledger as it is fed by real sessions on the practice server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConsoleServices } from '#services/console-services.ts';
import { enterPractice } from '#services/practice-entry.ts';
import type { Result } from '#shared/contract/result.ts';
import { startConsole } from '#tests/support/console-services.ts';
import { buildParameters } from '#tests/support/run-builders.ts';

const TOKEN = 'ab'.repeat(32);

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function startPractice() {
  const services = startConsole();
  const [alice, bob] = valueOf(await enterPractice(services));
  if (alice === undefined || bob === undefined) throw new Error('Two sessions were expected.');
  return { services, alice, bob };
}

async function send(services: ConsoleServices, sessionId: string, xml: string): Promise<void> {
  await valueOf(await services.sessions.send(sessionId, xml, { timeoutMs: 5_000 })).exchange?.done;
}

function enable(id: string, node: string): string {
  return `<iq type='set' id='${id}'><enable xmlns='urn:xmpp:push:0' jid='push.localhost' node='${node}'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='service'><value>apns</value></field><field var='device_id'><value>${TOKEN}</value></field></x></enable></iq>`;
}

describe('createLedgerStore', () => {
  it('follows a run from stored over proven to disabled', async () => {
    const { services, alice, bob } = await startPractice();
    const own = { sessionId: alice.id, peerSessionId: bob.id, flow: 'less' as const };
    const run = valueOf(services.runs.create(buildParameters({ ...own, timeoutMs: 5_000 })));
    const states: string[] = [];
    services.events.subscribe((batch) => {
      for (const event of batch) {
        if (event.name === 'ledger.changed') states.push(event.payload[0]?.state ?? '');
      }
    });
    await services.runs.advance(run.id, 'all');
    services.events.flush();

    expect(states).toEqual(['stored', 'proven', 'disabled']);
  });

  it('shows two registrations for one token', async () => {
    const { services, alice } = await startPractice();
    await send(services, alice.id, enable('e1', 'old'));
    await send(services, alice.id, enable('e2', 'new'));
    const entries = services.ledger.list();

    expect(entries.map(({ node, state }) => [node, state])).toEqual([
      ['old', 'stored'],
      ['new', 'stored'],
    ]);
    expect(new Set(entries.map(({ deviceAlias }) => deviceAlias)).size).toBe(1);
  });

  it('keeps no token on disk', async () => {
    const { services, alice } = await startPractice();
    await send(services, alice.id, enable('e1', 'phone'));
    const text = readFileSync(join(services.dataFolder, 'ledger.json'), 'utf8');

    expect(text).toContain('"phone"');
    expect(text).not.toContain(TOKEN);
  });

  it('forgets an entry', async () => {
    const { services, alice } = await startPractice();
    await send(services, alice.id, enable('e1', 'phone'));
    const [entry] = services.ledger.list();

    expect(services.ledger.forget(entry?.id ?? '')).toEqual({ ok: true, value: [] });
    expect(services.ledger.forget('none')).toMatchObject({ error: { code: 'not-found' } });
  });

  it('sets a damaged file aside', async () => {
    const { services, alice } = await startPractice();
    writeFileSync(join(services.dataFolder, 'ledger.json'), '{');
    expect(services.ledger.problem()?.code).toBe('file-damaged');
    await send(services, alice.id, enable('e1', 'phone'));

    expect(services.ledger.list()).toHaveLength(1);
  });
});
