import { expect, it } from 'vitest';
import { listErrorFacts, oddAnswers } from '#renderer/formatting/answer-facts.ts';

it('tells all parts of an error', () => {
  const facts = listErrorFacts({
    type: 'cancel',
    condition: 'feature-not-implemented',
    text: 'No such thing',
    lang: 'en',
    code: 501,
    by: 'pubsub.localhost',
    applicationConditions: [{ name: 'unsupported', ns: 'urn:x', feature: 'config-node' }],
  });
  expect(facts.map(({ term, value }) => `${term}: ${value}`)).toEqual([
    'The server says: “No such thing”',
    'More precisely: unsupported config-node (urn:x)',
    'Legacy code: 501',
    'Refused by: pubsub.localhost',
  ]);
});

it('says nothing of what is not there', () => {
  const error = { type: 'auth', condition: 'forbidden', text: '', lang: '', by: '' };
  expect(listErrorFacts({ ...error, code: null, applicationConditions: [] })).toEqual([]);
});

it('lists answers that did not count', () => {
  const exchange = {
    id: 'e1',
    sessionId: 's1',
    stanzaId: '1',
    to: 'pubsub.localhost',
    requestSeq: 1,
    answerSeq: null,
    latencyMs: null,
    outcome: { kind: 'timeout', afterMs: 100 },
    foreignAnswers: [{ entrySeq: 2, from: 'mallory@localhost' }],
    lateAnswers: [{ entrySeq: 5, latencyMs: 1_240 }],
  } as const;
  expect(oddAnswers(exchange)).toEqual([
    { seq: 2, words: 'mallory@localhost answered without being asked' },
    { seq: 5, words: 'An answer came late, after 1.24 s' },
  ]);
});
