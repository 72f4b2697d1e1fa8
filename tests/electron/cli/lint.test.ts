import { describe, expect, it } from 'vitest';
import { readJsonLines } from '#tests/support/json-lines.ts';
import { runCommand } from '#tests/support/terminal.ts';

const PRESENCE = '<presence/>';
const PING = "<iq type='get' id='1' to='e'><ping xmlns='urn:xmpp:ping'/></iq>";
const WITHOUT_ID = PING.replace(" id='1'", '');

describe('pushscope lint', () => {
  it('names places in the whole input', async () => {
    const { code, stdout } = await runCommand(['lint', '--json'], {
      stdin: `<?xml version='1.0'?>\n${PRESENCE}\n\n  ${WITHOUT_ID}\n`,
    });
    const lines = readJsonLines(stdout);

    expect(lines).toMatchObject([
      { kind: 'finding', rule: 'iq.id-missing', severity: 'error', line: 4, column: 3 },
      { kind: 'summary', stanzas: 2, errors: 1, warnings: 0, hints: 0 },
    ]);
    expect(code).toBe(1);
  });

  it('passes what has only warnings', async () => {
    const { code, stdout } = await runCommand(['lint'], {
      stdin: PING.replace('<iq', "<iq from='a@e/r'"),
    });

    expect(stdout).toContain('1 stanza: 0 errors, 1 warning, 0 hints');
    expect(code).toBe(0);
  });

  it('prints the corrected stanzas alone', async () => {
    const { code, stdout, stderr } = await runCommand(['lint', '--fix'], {
      stdin: `${PRESENCE}\n${WITHOUT_ID.replace('xmlns', 'xlmns')}\n`,
    });

    expect(stdout).toBe(`${PRESENCE}\n${WITHOUT_ID.replace('<iq', "<iq id='push-1'")}\n`);
    expect(stderr).toContain('2 stanzas: 0 errors');
    expect(code).toBe(0);
  });

  it('corrects any number of slips', async () => {
    const fields = Array.from(
      { length: 300 },
      (_, n) => `<field var='f${n}'><value>a</value></field>`,
    );
    const slips = fields.join('').replaceAll('<value>a', '<value> a');
    const enable = `<iq type='set' id='1'><enable xmlns='urn:xmpp:push:0' jid='p.e' node='n'><x xmlns='jabber:x:data' type='submit'>${slips}</x></enable></iq>`;
    const { stdout } = await runCommand(['lint', '--fix'], { stdin: enable });

    expect(stdout).toContain(fields.join(''));
  });

  it('knows the ids of the stanzas before', async () => {
    const { stdout } = await runCommand(['lint', '--json'], { stdin: PING + PING });

    expect(readJsonLines(stdout)).toMatchObject([
      { rule: 'iq.id-reused', column: PING.length + PING.indexOf("1'") + 1 },
      { kind: 'summary' },
    ]);
  });

  it.each([
    ['an element', '<stanzas>', '</stanzas>'],
    ['a stream', "<stream:stream to='e' xmlns='jabber:client' version='1.0'>", '</stream:stream>'],
    ['a cut-off stream', "<stream:stream to='e' xmlns='jabber:client' version='1.0'>", ''],
  ])('looks into %s', async (_what, open, close) => {
    const typed = `${open}\n${PRESENCE}\n  ${WITHOUT_ID}\n${close}`;
    const found = await runCommand(['lint', '--json'], { stdin: typed });
    const fixed = await runCommand(['lint', '--fix'], { stdin: typed });

    expect(readJsonLines(found.stdout)).toMatchObject([
      { rule: 'iq.id-missing', line: 3, column: 3 },
      { kind: 'summary', stanzas: 2 },
    ]);
    expect(fixed.stdout).toBe(typed.replace('<iq', "<iq id='push-1'"));
  });

  it('judges a stray closing tag', async () => {
    const { stdout } = await runCommand(['lint'], { stdin: `${PING}</iq>` });

    expect(stdout).toContain('xml.not-well-formed');
  });

  it('judges what is not well-formed', async () => {
    const { code, stdout } = await runCommand(['lint'], { stdin: `${PING}\n<message><body>` });

    expect(stdout).toContain('xml.not-well-formed');
    expect(stdout).toContain('Fix: Add </body></message>');
    expect(code).toBe(1);
  });

  it('finds foreign addresses of an account', async () => {
    const create =
      "<iq type='set' id='1' to='e'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='n' type='push'/></pubsub></iq>";
    const { stdout } = await runCommand(['lint', '--jid', 'alice@e/phone'], { stdin: create });

    expect(stdout).toContain('pubsub.to-chat-domain');
  });

  it('goes by the version of the server', async () => {
    const enable =
      "<iq type='set' id='1'><enable xmlns='urn:xmpp:push:0' jid='p.e' node='n'><x xmlns='jabber:x:data'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field></x></enable></iq>";
    const judge = (version: string) =>
      runCommand(['lint', '--server-version', version], { stdin: enable });

    expect((await judge('6.1.0')).code).toBe(0);
    expect((await judge('6.2.0')).code).toBe(1);
  });

  it.each([
    ['nothing', ['lint'], ' \n'],
    ['no JID', ['lint', '--jid', 'a b'], PING],
    ['no version', ['lint', '--server-version', 'new'], PING],
    ['two outputs at once', ['lint', '--fix', '--json'], PING],
  ])('refuses %s', async (_what, args, stdin) => {
    const { code, stdout } = await runCommand(args, { stdin });

    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
