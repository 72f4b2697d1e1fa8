import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgePush } from '#services/gateway/push-answer.ts';

const keys = ['service', 'alert', 'data', 'body', 'title', 'badge', 'tags', 'mode', '__proto__'];
const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.boolean(),
  fc.constant('apns'),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('json')),
  ),
}));
const body = fc.oneof(
  fc.string(),
  json.map((value) => JSON.stringify(value)),
);

it('judges any body in JSON', () => {
  fc.assert(
    fc.property(fc.constantFrom('v2', 'v3'), fc.string(), body, (version, deviceId, rawBody) => {
      const { answer } = judgePush(version, deviceId, rawBody);
      expect([0, 200, 400, 410, 413, 422, 429, 500, 503, 520]).toContain(answer.status);
      if (answer.status !== 0) expect(() => JSON.parse(answer.body) as unknown).not.toThrow();
    }),
    { numRuns: 500 },
  );
});
