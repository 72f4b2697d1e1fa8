import { describe, expect, it } from 'vitest';
import { isRightSender } from '#services/xmpp/answer-sender.ts';
import { parseJid } from '#shared/xmpp/jid.ts';

const own = parseJid('alice@localhost/console') ?? { local: '', domain: '', resource: '' };

/** To whom a request went, who may answer it, and who may not. */
const CASES: readonly { to: string; right: string[]; wrong: string[] }[] = [
  {
    to: '',
    right: ['', 'alice@localhost', 'localhost', 'alice@localhost/console', 'ALICE@LocalHost'],
    wrong: ['bob@localhost', 'alice@localhost/phone', 'pubsub.localhost', 'evil.example'],
  },
  {
    to: 'alice@localhost',
    right: ['', 'alice@localhost'],
    wrong: ['localhost', 'alice@localhost/phone', 'bob@localhost'],
  },
  { to: 'localhost', right: ['', 'localhost'], wrong: ['alice@localhost', 'pubsub.localhost'] },
  { to: 'Pubsub.localhost', right: ['pubsub.localhost'], wrong: ['', 'localhost'] },
  {
    to: 'bob@localhost/Phone',
    right: ['BOB@localhost/Phone'],
    wrong: ['bob@localhost', 'bob@localhost/phone', ''],
  },
  { to: 'not a jid', right: ['not a jid', '', 'localhost'], wrong: ['bob@localhost'] },
];

describe('isRightSender', () => {
  it.each(CASES)('knows who may answer "$to"', ({ to, right, wrong }) => {
    expect(right.filter((from) => !isRightSender(to, from, own))).toEqual([]);
    expect(wrong.filter((from) => isRightSender(to, from, own))).toEqual([]);
  });
});
