/**
 * The renderer's main process in tests: answers requests as told, remembers them, and emits events with
 * the numbers a real hub would give them.
 */
import type { ConsoleBridge } from '#shared/contract/bridge.ts';
import type {
  AppEvent,
  EventName,
  Events,
  RequestAnswer,
  RequestInput,
  RequestName,
  RequestOutput,
} from '#shared/contract/channels.ts';
import { fail, ok, type Problem } from '#shared/contract/result.ts';

type Handler<Name extends RequestName> = (
  input: RequestInput<Name>,
) => RequestAnswer<Name> | Promise<RequestAnswer<Name>>;

/** A request as it arrived. */
export interface AskedRequest {
  readonly name: RequestName;
  readonly input: unknown;
}

export interface ScriptedBridge extends ConsoleBridge {
  /** Everything asked so far, oldest first. */
  readonly asked: readonly AskedRequest[];
  /** Inputs of the requests of a name. */
  inputsOf<Name extends RequestName>(name: Name): readonly RequestInput<Name>[];
  /** Answers a request with a value from now on. */
  answer<Name extends RequestName>(name: Name, value: RequestOutput<Name>): void;
  /** Answers a request by a function from now on. */
  handle<Name extends RequestName>(name: Name, handler: Handler<Name>): void;
  /** Fails a request from now on. */
  refuse(name: RequestName, problem: Problem): void;
  emit<Name extends EventName>(name: Name, payload: Events[Name]): void;
  /** Skips a number, as a lost event does. */
  lose(): void;
}

const SNAPSHOTS = {
  'settings.read': { theme: 'system' },
  'app.describe': { version: '0.1.0', runtime: 'test', dataFolder: '/data', problems: [] },
  'profile.list': [],
  'session.list': [],
  'exchange.list': [],
  'run.list': [],
  'recording.list': [],
  'gateway.read': { running: false, url: null, received: 0 },
  'gateway.list': [],
  'entry.exchange': [],
  'mark.list': [],
  'filter.list': [],
  'query.suggest': [],
} satisfies { readonly [Name in RequestName]?: RequestOutput<Name> };

/** Puts a bridge in the place of the preload's. */
export function installScriptedBridge(): ScriptedBridge {
  const bridge = createScriptedBridge();
  Object.assign(window, { pushscope: bridge });
  return bridge;
}

function createScriptedBridge(): ScriptedBridge {
  const handlers = new Map<RequestName, Handler<never>>();
  const listeners = new Set<(batch: readonly AppEvent[]) => void>();
  const asked: AskedRequest[] = [];
  let sequence = 0;

  const bridge: ScriptedBridge = {
    asked,
    inputsOf: (name) =>
      asked.filter((item) => item.name === name).map((item) => item.input) as never,
    answer: (name, value) => bridge.handle(name, () => ok(value) as never),
    handle: (name, handler) => void handlers.set(name, handler as Handler<never>),
    refuse: (name, problem) => bridge.handle(name, () => fail(problem)),
    async request(name, input) {
      // What crosses the real bridge is cloned; a reactive proxy would not survive that.
      asked.push({ name, input: structuredClone(input) });
      const handler = handlers.get(name);
      if (handler === undefined) return fail(unscripted(name));
      return handler(input as never);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit(name, payload) {
      sequence += 1;
      const event = { sequence, name, payload } as AppEvent;
      for (const listener of listeners) listener([event]);
    },
    lose() {
      sequence += 1;
    },
  };
  for (const [name, value] of Object.entries(SNAPSHOTS)) {
    bridge.answer(name as keyof typeof SNAPSHOTS, value);
  }
  return bridge;
}

function unscripted(name: string): Problem {
  return { code: 'unscripted', what: `The test answers no ${name}.` };
}
