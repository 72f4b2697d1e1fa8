import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enterPractice } from '#services/practice-entry.ts';
import { writeRunReport } from '#services/runs/run-report.ts';
import { saveRunReport } from '#services/runs/save-report.ts';
import type { Result } from '#shared/contract/result.ts';
import type { RunSnapshot } from '#shared/contract/run.ts';
import { REPORT_STYLE } from '#shared/runs/report/report-style.ts';
import { startConsole } from '#tests/support/console-services.ts';
import { buildRun, buildStep } from '#tests/support/contract-builders.ts';
import { buildExchange, buildParameters } from '#tests/support/run-builders.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const TOKEN = 'c0ffee'.repeat(11);
const NODE = 'anna-old-phone';
const SECRET_OPTION = 'staging-9f31-appsecret';

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function write(run: RunSnapshot, name = 'report.html', secrets = [] as const): string {
  const path = join(createTemporaryFolder(), name);
  valueOf(
    writeRunReport(path, {
      ...{ run, secrets, account: 'anna@example.org', version: '1.2.3' },
      created: '2026-11-24T00:00:00.000Z',
    }),
  );
  return readFileSync(path, 'utf8');
}

/** Every way in which a value is likely to have got out. */
function traces(text: string, value: string): string[] {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -2);
  return [value, encodeURIComponent(value), base64].filter((form) => text.includes(form));
}

describe('the report of a run on the practice server', () => {
  it.each(['report.html', 'report.md'])('%s tells all and gives nothing away', async (name) => {
    const services = startConsole();
    const [alice, bob] = valueOf(await enterPractice(services));
    const created = valueOf(
      services.runs.create(
        buildParameters({
          ...{ sessionId: alice?.id ?? '', peerSessionId: bob?.id ?? null, timeoutMs: 5_000 },
          ...{ deviceId: TOKEN, node: NODE, options: { secret: SECRET_OPTION, sound: 'chime' } },
          probe: true,
        }),
      ),
    );
    const run = valueOf(await services.runs.advance(created.id, 'all'));
    expect(run.state).toBe('passed');

    const path = join(createTemporaryFolder(), name);
    const { maskedValues, format } = valueOf(saveRunReport(services, run.id, path));
    const text = readFileSync(path, 'utf8');
    expect(format).toBe(name.endsWith('.md') ? 'markdown' : 'html');
    expect(maskedValues).toBeGreaterThan(3);
    expect(statSync(path).mode & 0o077).toBe(0);
    for (const secret of [
      TOKEN,
      NODE,
      SECRET_OPTION,
      'alicepw',
      'alice@localhost',
      'bob@localhost',
    ]) {
      expect(traces(text, secret), secret).toEqual([]);
    }
    for (const { title, verdict } of run.steps) {
      expect(text).toContain(title);
      if (verdict !== null) expect(text).toContain('Not proved');
    }
    expect(text).toContain('pubsub.localhost');
    expect(text).toContain('MongooseIM 6.8.0');
    expect(text).toContain('urn:xmpp:push:0');
  });
});

describe('the report of a run', () => {
  const step = buildStep({
    id: 'create',
    title: 'Create node',
    state: 'failed',
    exchanges: [
      buildExchange({
        requestXml: `<iq type='set' id='a' to='pubsub.example.org'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='${NODE}'/></pubsub></iq>`,
      }),
    ],
    facts: [
      {
        id: 'own-nodes',
        label: 'Nodes you own',
        value: `1 on this service: ${NODE}.`,
        tone: 'neutral',
        exchangeId: 'e1',
      },
    ],
  });

  it('hides in texts what a stanza showed to be a name', () => {
    for (const name of ['a.html', 'a.md']) {
      const text = write(buildRun({ steps: [step] }), name);
      expect(text).not.toContain(NODE);
      expect(text).toMatch(/1 on this service: node-1/);
    }
  });

  it('is one file whose policy forbids everything but its own style', () => {
    const html = write(buildRun({ steps: [step] }));
    const hash = createHash('sha256').update(REPORT_STYLE).digest('base64');
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toMatch(/<script|\bsrc=|https?:\/\/(?!jabber\.org|etherx)/);
    expect(html).toContain('<a href="#e1">stanza</a>');
    expect(html).toContain('<details id="e1">');
  });

  it('shows markup in texts as text', () => {
    const note = '<img src=x onerror=alert(1)> [link](http://evil.example) `code`';
    const run = buildRun({ steps: [buildStep({ note, state: 'skipped' })] });
    expect(write(run)).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(write(run, 'a.md')).toContain('\\<img src=x onerror=alert(1)\\> \\[link\\]');
  });

  it('is not written while a secret is in it', () => {
    // A word of the report itself, so that no redaction can take it out.
    const secrets = [{ value: 'Passwords, tokens, node names', class: 'password' }] as const;
    const path = join(createTemporaryFolder(), 'leak.html');
    const written = writeRunReport(path, {
      ...{ run: buildRun(), secrets, account: 'anna@example.org', version: '1' },
      created: '',
    });
    expect(written).toMatchObject({ ok: false, error: { code: 'export-leak' } });
    expect(JSON.stringify(written)).not.toContain('Passwords, tokens');
    expect(existsSync(path)).toBe(false);
  });
});
