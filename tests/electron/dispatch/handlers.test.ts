import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RequestInput, RequestName, RequestOutput } from '#shared/contract/channels.ts';
import type { Result } from '#shared/contract/result.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { dispatch } from '#services/dispatch.ts';
import { buildPlatform, startConsole } from '#tests/support/console-services.ts';
import { buildParameters } from '#tests/support/run-builders.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

/** Asks as a host does: the answer crosses as JSON. */
async function ask<Name extends RequestName>(
  services: ConsoleServices,
  name: Name,
  input: RequestInput<Name>,
): Promise<Result<RequestOutput<Name>>> {
  const answer = await dispatch(services, name, JSON.parse(JSON.stringify(input)));
  return JSON.parse(JSON.stringify(answer)) as Result<RequestOutput<Name>>;
}

async function answerOf<Name extends RequestName>(
  services: ConsoleServices,
  name: Name,
  input: RequestInput<Name>,
): Promise<RequestOutput<Name>> {
  const answer = await ask(services, name, input);
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

const PING = "<iq type='get' id='ping-1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

describe('the practice requests', () => {
  it('bring two accounts online with one request', async () => {
    const services = startConsole();
    const sessions = await answerOf(services, 'practice.enter', {});
    expect(sessions.map(({ jid, state }) => [jid, state])).toEqual([
      ['alice@localhost', 'online'],
      ['bob@localhost', 'online'],
    ]);
    expect(await answerOf(services, 'practice.read', {})).toMatchObject({ running: true });
    expect(await answerOf(services, 'gateway.read', {})).toMatchObject({ running: true });
  });

  it('use the sessions again that are online', async () => {
    const services = startConsole();
    const first = await answerOf(services, 'practice.enter', {});
    const second = await answerOf(services, 'practice.enter', {});
    expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  });

  it('stop what they started', async () => {
    const services = startConsole();
    await answerOf(services, 'practice.enter', {});
    expect(await answerOf(services, 'practice.stop', {})).toMatchObject({ running: false });
    expect(await answerOf(services, 'gateway.stop', {})).toMatchObject({ running: false });
  });
});

describe('the main job by requests', () => {
  it('runs, shows, copies and exports', async () => {
    const out = join(createTemporaryFolder(), 'export.jsonl');
    const copied: string[] = [];
    const services = startConsole({
      platform: buildPlatform({
        chooseTarget: async () => out,
        copyText: async (text) => void copied.push(text),
      }),
    });
    const [alice, bob] = await answerOf(services, 'practice.enter', {});
    const parameters = buildParameters({
      sessionId: alice?.id ?? '',
      peerSessionId: bob?.id ?? '',
      deviceId: 'token-of-a-device',
    });
    const created = await answerOf(services, 'run.create', parameters);
    const run = await answerOf(services, 'run.advance', { runId: created.id, mode: 'all' });
    expect(run).toMatchObject({ state: 'passed', push: { received: true } });
    expect(await answerOf(services, 'run.list', {})).toHaveLength(1);
    expect(await answerOf(services, 'gateway.list', {})).toHaveLength(1);

    const [live] = await answerOf(services, 'recording.list', {});
    const recordingId = live?.id ?? '';
    const query = await answerOf(services, 'query.open', {
      ...{ recordingId, text: 'step:enable device_id', order: 'time' as const, afterSeq: 0 },
    });
    const { lines } = await answerOf(services, 'query.lines', {
      ...{ queryId: query.id, from: query.first, count: 10 },
    });
    const enable = lines.flatMap((line) => (line.kind === 'entry' ? [line.row] : []))[0];
    expect(enable).toMatchObject({ stepId: 'enable', runId: run.id });

    await answerOf(services, 'entry.copy', {
      ...{ recordingId, seqs: [enable?.seq ?? 0], format: 'xml' as const },
    });
    expect(copied[0]).toContain('urn:xmpp:push:0');
    expect(copied[0]).not.toContain('token-of-a-device');

    const outcome = await answerOf(services, 'recording.export', {
      ...{ exportId: 'x1', recordingId, format: 'jsonl' as const, query: '' },
    });
    expect(outcome).toMatchObject({ fileName: 'export.jsonl', entries: live?.entries });
    expect(readFileSync(out, 'utf8')).not.toContain('token-of-a-device');
  });

  it('sends a stanza and answers its exchange', async () => {
    const services = startConsole();
    const [alice] = await answerOf(services, 'practice.enter', {});
    const sessionId = alice?.id ?? '';
    const exchange = await answerOf(services, 'stanza.send', {
      ...{ sessionId, xml: PING, timeoutMs: 5_000 },
    });
    expect(exchange).toMatchObject({ stanzaId: 'ping-1', outcome: { kind: 'result' } });
    const presence = { sessionId, xml: '<presence/>', timeoutMs: 5_000 };
    expect(await answerOf(services, 'stanza.send', presence)).toBeNull();
  });
});

describe('dialogs that the user closes', () => {
  it.each([
    ['ca.choose', {}],
    ['recording.open', { importId: 'i1' }],
    ['recording.export', { exportId: 'x1', recordingId: 'r', format: 'markdown', query: '' }],
  ] as const)('answer %s with nothing', async (name, input) => {
    expect(await ask(startConsole(), name, input)).toEqual({ ok: true, value: null });
  });
});

describe('what is not there', () => {
  it.each([
    ['session.disconnect', { sessionId: 'none' }],
    ['session.remove', { sessionId: 'none' }],
    ['stanza.send', { sessionId: 'none', xml: '<presence/>', timeoutMs: 1_000 }],
    ['exchange.cancel', { exchangeId: 'none' }],
    ['run.create', buildParameters({ sessionId: 'none' })],
    ['run.advance', { runId: 'none', mode: 'all' }],
    ['run.pause', { runId: 'none' }],
    ['run.cancel', { runId: 'none' }],
    ['run.retry', { runId: 'none', stepId: 'create' }],
    ['recording.close', { recordingId: 'none' }],
    ['entry.read', { recordingId: 'none', seq: 1 }],
    ['profile.delete', { id: 'none' }],
  ] as const)('is told by %s', async (name, input) => {
    const answer = await ask(startConsole(), name, input);
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});
