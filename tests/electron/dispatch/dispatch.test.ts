import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REQUESTS, type RequestName } from '#shared/contract/channels.ts';
import type { Result } from '#shared/contract/result.ts';
import { dispatch } from '#services/dispatch.ts';
import { HANDLERS } from '#services/request-handlers.ts';
import { startConsole } from '#tests/support/console-services.ts';
import { buildParameters } from '#tests/support/run-builders.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const NAMES = Object.keys(REQUESTS) as RequestName[];
/** Requests that start listening or connecting when their input fits. */
const STARTING: readonly RequestName[] = ['practice.start', 'practice.enter', 'gateway.start'];

function problemOf(result: Result<unknown>) {
  if (result.ok) throw new Error('Expected a problem.');
  return result.error;
}

describe('dispatch()', () => {
  it('has a handler for every request', () => {
    expect(Object.keys(HANDLERS).toSorted()).toEqual(NAMES.toSorted());
  });

  it('answers a request', async () => {
    const services = startConsole();
    expect(await dispatch(services, 'app.describe', {})).toMatchObject({
      ok: true,
      value: { runtime: 'test', dataFolder: services.dataFolder, problems: [] },
    });
  });

  it('tells of files set aside', async () => {
    const dataFolder = createTemporaryFolder();
    for (const name of ['profiles.json', 'settings.json', 'filters.json']) {
      await writeFile(join(dataFolder, name), '{"version":1');
    }
    const services = startConsole({ dataFolder });
    expect(await dispatch(services, 'app.describe', {})).toMatchObject({
      value: {
        problems: [
          { code: 'file-damaged', what: 'profiles.json could not be read.' },
          { code: 'file-damaged', what: 'settings.json could not be read.' },
          { code: 'file-damaged', what: 'filters.json could not be read.' },
        ],
      },
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'run', 'run.create '])(
    'knows no request %j',
    async (name) => {
      expect(problemOf(await dispatch(startConsole(), name, {})).code).toBe('unknown-request');
    },
  );

  it('takes no password in the address of a proxy', async () => {
    const options = { proxy: 'http://office:secret@proxy.example' };
    const profile = {
      ...{ id: 'p1', name: 'Office', jid: 'alice@example.test', service: '', resource: '' },
      ...{ trust: { kind: 'system' }, allowPlaintext: false, connectTimeoutMs: 5_000, options },
    };
    const problem = problemOf(await dispatch(startConsole(), 'profile.save', profile));
    expect(problem).toMatchObject({ code: 'bad-input', place: 'options.proxy' });
    expect(problem.why).toContain('holds no password');
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('names the place of a bad input', async () => {
    const parameters = { ...buildParameters(), options: { topic: 7 } };
    const problem = problemOf(await dispatch(startConsole(), 'run.create', parameters));
    expect(problem).toMatchObject({ code: 'bad-input', place: 'options.topic' });
  });

  it('refuses fields nobody knows', async () => {
    const problem = problemOf(await dispatch(startConsole(), 'app.describe', { extra: 1 }));
    expect(problem.code).toBe('bad-input');
  });

  it('keeps a typed password out of the problem', async () => {
    const input = { jid: 'alice@localhost', password: { secret: 'alicepw' }, service: 'alicepw' };
    const problem = problemOf(await dispatch(startConsole(), 'session.connect', input));
    expect(JSON.stringify(problem)).not.toContain('alicepw');
  });

  it('turns an inner failure into a problem', async () => {
    const logged: unknown[] = [];
    const services = startConsole({
      logger: { error: (message, cause) => void logged.push([message, cause]) },
    });
    const broken = {
      ...services,
      settings: {
        ...services.settings,
        read: () => {
          throw new Error('inner secret');
        },
      },
    };
    const problem = problemOf(await dispatch(broken, 'settings.read', {}));
    expect(problem.code).toBe('internal');
    expect(JSON.stringify(problem)).not.toMatch(/inner secret|at .*\.ts/);
    expect(logged).toHaveLength(1);
  });

  it('answers garbage with a problem', async () => {
    const services = startConsole();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.anything(),
          fc.constantFrom<unknown>(...NAMES, ...Object.getOwnPropertyNames({})),
        ),
        fc.anything({ withNullPrototype: true, withObjectString: true }),
        async (name, input) => {
          fc.pre(!STARTING.includes(name as RequestName));
          const answer = await dispatch(services, name, input);
          expect(JSON.parse(JSON.stringify(answer))).toHaveProperty('ok');
        },
      ),
      { numRuns: 400 },
    );
  });

  it('survives an input that throws when read', async () => {
    const hostile = {
      get sessionId(): string {
        throw new Error('no');
      },
    };
    const problem = problemOf(await dispatch(startConsole(), 'session.disconnect', hostile));
    expect(problem.code).toBe('internal');
  });
});
