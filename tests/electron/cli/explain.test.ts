import { describe, expect, it } from 'vitest';
import { runCommand } from '#tests/support/terminal.ts';

const ENABLE =
  "<iq type='set' id='e'><enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='n'><x xmlns='jabber:x:data' type='form'/></enable></iq>";
const REFUSAL =
  "<iq type='error' id='e'><error type='modify' code='400'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
const CONFLICT =
  "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>Replaced by new connection</text></stream:error>";

describe('pushscope explain', () => {
  it('names what the request shows', async () => {
    const { code, stdout } = await runCommand(['explain'], { stdin: `${ENABLE}\n${REFUSAL}\n` });
    expect(stdout).toMatch(/line 2 .*\n {2}Refused/);
    expect(stdout).toContain("The form's type is missing or another than submit.");
    expect(stdout).toContain(
      'MongooseIM 6.2 to 6.10 (after 6.8 by release notes only); not known beyond 6.10.',
    );
    expect(code).toBe(0);
  });

  it('takes the step for an answer alone', async () => {
    const args = ['explain', '--step', 'enable', '--json', '--server-version', '6.4.0'];
    const { stdout } = await runCommand(args, { stdin: REFUSAL });
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'explanation',
      id: 'enable-malformed',
      line: 1,
      step: 'enable',
      condition: 'bad-request',
      proved: expect.any(String),
      notProved: expect.any(String),
      next: expect.any(String),
      cause: expect.stringContaining('malformed'),
      explanation: { id: 'enable-malformed' },
    });
  });

  it('explains a stream error', async () => {
    const { stdout } = await runCommand(['explain'], { stdin: CONFLICT });
    expect(stdout).toContain('max_user_sessions');
  });

  it('looks a symptom up', async () => {
    const { code, stdout } = await runCommand(['explain', '--search', 'late network']);
    expect(stdout).toContain('resume_timeout');
    expect(code).toBe(0);
  });

  it('refuses requests without an answer', async () => {
    const { code, stderr } = await runCommand(['explain'], { stdin: ENABLE });
    expect(stderr).toContain('holds no answer');
    expect(code).toBe(2);
  });
});
