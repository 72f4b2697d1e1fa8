import { describe, expect, it } from 'vitest';
import {
  writeMarkdownEntry,
  writeMarkdownFooter,
  writeMarkdownHeader,
  writeMarkdownRun,
} from '#shared/transcript/formats/markdown.ts';
import { buildEntry } from '#tests/support/entries.ts';

describe('the Markdown format', () => {
  it('opens with the facts of the sessions', () => {
    expect(
      writeMarkdownHeader({
        tool: { name: 'Pushscope', version: '0.1.0' },
        created: '2026-08-20T10:00:00.000Z',
        recording: { name: 'Recording', startedAt: '2026-08-20T09:00:00.000Z' },
        sessions: [
          {
            name: 'session-1',
            jid: 'user1@localhost/res1',
            transport: 'tcp',
            tls: 'TLSv1.3, TLS_AES_256_GCM_SHA384, trust: pinned',
            mechanism: 'SCRAM-SHA-256',
            sessionIq: 'sent',
          },
        ],
        redaction: { profile: 'support', rules: 1 },
        filter: { query: 'type:[x]' },
        entries: 41,
        total: 212,
      }),
    ).toMatchInlineSnapshot(`
      "# Pushscope transcript

      - Recording: Recording, started 2026-08-20T09:00:00.000Z
      - Entries: 41 of 212 (filter: type:\\[x\\])
      - Redaction: profile \`support\`, rules 1. Aliases such as \`user1\` and \`node-1\` stand for the same value throughout.
      - Written by Pushscope 0.1.0 on 2026-08-20T10:00:00.000Z

      ## Sessions

      - **session-1**: \`user1@localhost/res1\`, tcp, TLSv1.3, TLS\\_AES\\_256\\_GCM\\_SHA384, trust: pinned, SCRAM-SHA-256, session IQ sent
      "
    `);
  });

  it('writes an answer with its latency', () => {
    expect(
      writeMarkdownEntry(
        buildEntry({
          seq: 12,
          name: 'iq',
          type: 'error',
          childName: 'create',
          condition: 'conflict',
          replyTo: 11,
          relation: 'answer',
          latencyMs: 4.4,
          stepId: 'create',
          xml: "<iq type='error'/>",
        }),
      ),
    ).toMatchInlineSnapshot(`
      "
      \`#12\` 2026-08-20T10:00:00.000Z **Alice** ← iq error create conflict, answer to \`#11\` after 4 ms, step create

      \`\`\`xml
      <iq type='error'/>
      \`\`\`
      "
    `);
  });

  it('fences text that holds fences', () => {
    expect(writeMarkdownEntry(buildEntry({ xml: '<a>```\n# x</a>' }))).toContain(
      '\n````xml\n<a>```\n# x</a>\n````\n',
    );
  });

  it('lets no name become markup', () => {
    const text = writeMarkdownEntry(buildEntry({ sessionName: '**<img>**\n# x', xml: '' }));
    expect(text).toContain('\\*\\*\\<img\\>\\*\\* \\# x');
  });

  it('writes every line of a verdict', () => {
    const text = writeMarkdownRun({
      id: 'r1',
      flow: 'full',
      state: 'failed',
      push: { received: false, latencyMs: null },
      steps: [
        {
          id: 'create',
          title: 'Create the node',
          state: 'failed',
          exchanges: [],
          latencyMs: 3,
          facts: [],
          verdict: {
            headline: 'The name is taken.',
            proved: 'The service answers.',
            notProved: 'That the node is yours.',
            whoKnows: 'The owner.',
            next: 'Choose another name.',
          },
          note: '',
        },
        {
          id: 'enable',
          title: 'Enable',
          state: 'skipped',
          exchanges: [],
          latencyMs: null,
          facts: [],
          verdict: null,
          note: 'A step before it failed.',
        },
      ],
    });
    expect(text).toMatchInlineSnapshot(`
      "
      ## Run: PubSub-full, failed

      - **Create the node**: failed (3 ms). The name is taken.
        - Proved: The service answers.
        - Not proved: That the node is yours.
        - Who knows: The owner.
        - Next: Choose another name.
      - **Enable**: skipped. A step before it failed.

      No push received.
      "
    `);
  });

  it('says what is missing', () => {
    expect(
      writeMarkdownFooter({
        entries: 3,
        dropped: 2,
        unparsed: 1,
        redactions: { node: 4, token: 1 },
        leakCheck: { values: 5, unchecked: 2 },
      }),
    ).toMatchInlineSnapshot(`
      "
      ## About this file

      - Entries written: 3; missing from the recording: 2; text left out because it could not be parsed: 1
      - Replaced: 4 node, 1 token
      - Leak check: passed for 5 values; 2 too short or too common to be looked for
      "
    `);
  });
});
