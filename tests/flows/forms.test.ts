/** Forms that real servers send, filled in and accepted by them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseXml } from '#shared/xml/parse.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { templateOf } from '#shared/templates/catalogue.ts';
import type { TemplateId } from '#shared/templates/template.ts';
import { judgeAnswers, proposedAnswers } from '#shared/xmpp/form-answers.ts';
import { buildFormReply, findOfferedForm, type OfferedForm } from '#shared/xmpp/form-reply.ts';
import { enterPractice } from '#services/practice-entry.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { DEFAULT_PROFILE_OPTIONS } from '#shared/contract/session.ts';
import { startConsole } from '#tests/support/console-services.ts';
import { missingEjabberd, startEjabberd } from '#tests/support/ejabberd.ts';
import { missingProsody, startProsody } from '#tests/support/prosody.ts';
import type { RealServer } from '#tests/support/real-server.ts';
import { describeWhen } from '#tests/support/requirement.ts';

const SERVICE = 'pubsub.localhost';

interface Client {
  /** Sends a request; gives outcome and answer. */
  ask(stanza: XmlElement): Promise<{ outcome: string; answer: XmlElement }>;
}

function clientOf(services: ConsoleServices, sessionId: string): Client {
  return {
    async ask(stanza) {
      const sent = await services.sessions.send(sessionId, serializeXml(stanza), {
        timeoutMs: 10_000,
      });
      if (!sent.ok) throw new Error(sent.error.what);
      const ended = await sent.value.exchange?.done;
      const text = await services.entryText(ended?.answerSeq ?? 0);
      const parsed = parseXml(text, { defaultNs: 'jabber:client' });
      if (!parsed.ok) throw new Error(`No answer to read: ${text}`);
      return { outcome: JSON.stringify(ended?.outcome), answer: parsed.element };
    },
  };
}

async function connect(server: RealServer): Promise<Client> {
  const services = startConsole();
  const session = await services.sessions.connect({
    profileId: null,
    name: 'alice',
    jid: 'alice@localhost',
    password: 'alicepw',
    service: `xmpp://127.0.0.1:${server.c2sPort}`,
    trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
    allowPlaintext: false,
    resource: '',
    connectTimeoutMs: 10_000,
    options: DEFAULT_PROFILE_OPTIONS,
  });
  if (!session.ok) throw new Error(session.error.what);
  return clientOf(services, session.value.id);
}

let ids = 0;
const request = (template: TemplateId, values: Record<string, string>): XmlElement =>
  templateOf(template).build(values, `form-${(ids += 1)}`);

async function offeredBy(client: Client, stanza: XmlElement): Promise<OfferedForm> {
  const { outcome, answer } = await client.ask(stanza);
  const offered = findOfferedForm(answer, stanza.attrs['to'] ?? '');
  if (offered === null) throw new Error(`No form: ${outcome}`);
  return offered;
}

/** Creates a node, reads its form, changes a field, and reads it again. */
async function changeNode(client: Client): Promise<void> {
  const node = { to: SERVICE, node: 'forms' };
  const created = await client.ask(request('create-node', node));
  expect(created.outcome).toContain('"result"');
  const offered = await offeredBy(client, request('get-node-config', node));
  expect(offered.form.fields.length).toBeGreaterThan(3);
  expect(judgeAnswers(offered.form, proposedAnswers(offered.form))).toEqual([]);

  const unchanged = await client.ask(buildFormReply(offered, new Map(), 'form-same'));
  expect(unchanged.outcome).toContain('"result"');
  const answers = new Map([['pubsub#publish_model', ['publishers']]]);
  const changed = await client.ask(buildFormReply(offered, answers, 'form-changed'));
  expect(changed.outcome).toContain('"result"');

  const after = await offeredBy(client, request('get-node-config', node));
  const model = after.form.fields.find(({ name }) => name === 'pubsub#publish_model');
  expect(model?.values).toEqual(['publishers']);
}

describe('a form of the practice server', () => {
  it('is filled in, and what defaults make is a node', async () => {
    const services = startConsole();
    const entered = await enterPractice(services);
    const client = clientOf(services, entered.ok ? (entered.value[0]?.id ?? '') : '');
    await changeNode(client);
    const defaults = await offeredBy(client, request('default-node-config', { to: SERVICE }));
    const made = await client.ask(buildFormReply(defaults, new Map(), 'form-new'));
    expect(made.outcome).toContain('"result"');
  });
});

describeWhen(missingEjabberd(), 'a form of ejabberd', () => {
  let server: RealServer;
  beforeAll(async () => void (server = await startEjabberd()));
  afterAll(() => server.stop());

  it('is filled in', async () => {
    await changeNode(await connect(server));
  });
});

describeWhen(missingProsody(), 'a form of Prosody', () => {
  let server: RealServer;
  beforeAll(async () => void (server = await startProsody()));
  afterAll(() => server.stop());

  it('is read and understood; only administrators may create nodes there', async () => {
    const client = await connect(server);
    const defaults = await offeredBy(client, request('default-node-config', { to: SERVICE }));
    expect(defaults.form.fields.length).toBeGreaterThan(3);
    expect(judgeAnswers(defaults.form, proposedAnswers(defaults.form))).toEqual([]);
    const refused = await client.ask(buildFormReply(defaults, new Map(), 'form-new'));
    expect(refused.outcome).toContain('"forbidden"');
  });
});
