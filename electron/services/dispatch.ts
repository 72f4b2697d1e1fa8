/**
 * The one gate between a host and the services: whatever name and input a host hands over, the answer
 * is a {@link Result}. Hosts add transport only; they check nothing and know no service.
 */
import type { z } from 'zod';
import { isRequestName, REQUESTS, type RequestName } from '#shared/contract/channels.ts';
import { fail, type Problem, type Result } from '#shared/contract/result.ts';
import type { ConsoleServices } from './console-services.ts';
import { HANDLERS, type Handler } from './request-handlers.ts';

/** More places than these help nobody. */
const MAX_REPORTED_ISSUES = 20;
const MAX_SHOWN_NAME = 80;

/**
 * Checks a request and has it answered.
 * @param services what answers; its `logger` hears of internal errors
 * @param channel the request's name, as it arrived
 * @param input the request's input, as it arrived
 * @returns the handler's answer. Fails with `unknown-request`, `bad-input` (naming the place) or
 *   `internal`; never throws, and never carries a stack
 */
export async function dispatch(
  services: ConsoleServices,
  channel: unknown,
  input: unknown,
): Promise<Result<unknown>> {
  if (!isRequestName(channel)) return fail(unknownRequest(channel));
  try {
    const checked = REQUESTS[channel].input.safeParse(input);
    if (!checked.success) return fail(badInput(channel, checked.error.issues));
    // The compiler cannot follow that name, schema and handler belong together; the map's type holds it.
    const handler = HANDLERS[channel] as Handler<RequestName>;
    return await handler(services, checked.data);
  } catch (cause) {
    services.logger.error(`The request ${channel} failed inside.`, cause);
    return fail(internalProblem(channel));
  }
}

function unknownRequest(channel: unknown): Problem {
  const shown =
    typeof channel === 'string' ? `"${channel.slice(0, MAX_SHOWN_NAME)}"` : typeof channel;
  return {
    code: 'unknown-request',
    what: `There is no request ${shown}.`,
    why: 'Only the names of the contract are answered.',
    next: 'Use a window and a main process of the same version.',
  };
}

function badInput(channel: RequestName, issues: readonly z.core.$ZodIssue[]): Problem {
  const places = issues.slice(0, MAX_REPORTED_ISSUES).map((issue) => ({
    place: placeOf(issue),
    message: issue.message,
  }));
  const first = places[0] ?? { place: '', message: 'It does not fit.' };
  return {
    code: 'bad-input',
    what: `The input of ${channel} was not accepted.`,
    why: first.message.endsWith('.') ? first.message : `${first.message}.`,
    next: first.place === '' ? 'Correct the input.' : `Correct ${first.place}.`,
    place: first.place,
    details: places,
  };
}

/** `options.topic`, `filter.kinds[2]`; empty for the input as a whole. */
function placeOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.reduce<string>(
    (place, part) =>
      typeof part === 'number' ? `${place}[${part}]` : `${place}${place && '.'}${String(part)}`,
    '',
  );
  return path.slice(0, MAX_SHOWN_NAME);
}

function internalProblem(channel: RequestName): Problem {
  return {
    code: 'internal',
    what: `Pushscope could not answer ${channel}.`,
    why: 'Something inside Pushscope failed; this is not about your server.',
    next: 'Try again; if it stays, report it with the log file.',
  };
}
