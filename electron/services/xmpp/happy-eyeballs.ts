/**
 * Connecting to a host that has several addresses.
 * RFC 8305 "Happy Eyeballs Version 2: Better Connectivity Using Concurrency", 2017-12.
 *
 * Node's own (`autoSelectFamily`) gives an attempt up after 250 ms instead of letting it run beside the
 * next one, so that a distant server whose last address is dead is never reached.
 */
import type { LookupAddress } from 'node:dns';
import * as net from 'node:net';
import type { NoteFact } from './ladder.ts';

/** How long an attempt is alone before the next one begins (RFC 8305 §5). */
const ATTEMPT_DELAY_MS = 250;

/** More addresses than this say that something is wrong with the name. */
const MAX_ADDRESSES = 8;

/** Finds the addresses of a host name. Rejects with Node's DNS errors. */
export type LookupHost = (host: string) => Promise<readonly LookupAddress[]>;

/** Where to connect to. */
export interface HostPort {
  /** Name in ASCII form or address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** What connecting needs besides the target. */
export interface DialContext {
  readonly lookup: LookupHost;
  readonly note: NoteFact;
  /** Aborted when nobody waits for the connection any more. */
  readonly signal: AbortSignal;
}

/**
 * Connects to the first address of a host that answers, and notes every attempt on the ladder.
 * @returns the connected socket. Rejects with Node's error of the most telling attempt, or when aborted
 */
export async function connectToHost(target: HostPort, context: DialContext): Promise<net.Socket> {
  const addresses = await findAddresses(target.host, context);
  context.signal.throwIfAborted();
  return raceAddresses(interleaveFamilies(addresses), target.port, context);
}

async function findAddresses(
  host: string,
  { lookup, note }: DialContext,
): Promise<readonly LookupAddress[]> {
  const family = net.isIP(host);
  if (family !== 0) return [{ address: host, family }];
  const found = await lookup(host);
  const taken = found.slice(0, MAX_ADDRESSES);
  note('resolve', 'Addresses', `${host}: ${taken.map(({ address }) => address).join(', ')}`);
  if (found.length > taken.length) {
    const left = found.length - taken.length;
    note('resolve', 'Left out', `${left} more addresses of ${host}`, 'warning');
  }
  return taken;
}

/**
 * Puts addresses of both families in turns, beginning with the family that the resolver put first.
 * @see RFC 8305 §4 "Sorting Addresses"
 */
export function interleaveFamilies(addresses: readonly LookupAddress[]): readonly LookupAddress[] {
  const first = addresses.filter(({ family }) => family === addresses[0]?.family);
  const other = addresses.filter(({ family }) => family !== addresses[0]?.family);
  return addresses
    .map((_, turn) => [first[turn], other[turn]])
    .flat()
    .filter((address) => address !== undefined);
}

function raceAddresses(
  addresses: readonly LookupAddress[],
  port: number,
  { note, signal }: DialContext,
): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const waiting = [...addresses];
    const running = new Map<net.Socket, string>();
    const errors: Error[] = [];
    let timer: NodeJS.Timeout | undefined;

    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      for (const socket of running.keys()) socket.destroy();
    }

    function giveUp(): void {
      for (const where of running.values())
        note('connect', 'Attempt', `${where}: no answer`, 'bad');
      finish();
      reject(signal.reason as Error);
    }

    function tryNext(): void {
      clearTimeout(timer);
      const next = waiting.shift();
      if (next !== undefined) start(next);
      else if (running.size === 0) {
        finish();
        reject(mostTelling(errors));
      }
    }

    function start({ address, family }: LookupAddress): void {
      const where = formatHostPort({ host: address, port });
      const startedAt = performance.now();
      const socket = net.connect({ host: address, port, family });
      running.set(socket, where);
      socket.once('connect', () => {
        running.delete(socket);
        socket.removeAllListeners('error');
        finish();
        note('connect', 'Connected to', `${where} in ${since(startedAt)}`, 'good');
        noteOwnAddress(socket, note);
        resolve(socket);
      });
      socket.once('error', (error) => {
        // Errors of attempts that lost the race are of no interest.
        socket.on('error', () => undefined);
        if (!running.delete(socket)) return;
        errors.push(error);
        const words = describeConnectError(error);
        note('connect', 'Attempt', `${where}: ${words} after ${since(startedAt)}`, 'bad');
        tryNext();
      });
      if (waiting.length > 0) timer = setTimeout(tryNext, ATTEMPT_DELAY_MS);
    }

    signal.addEventListener('abort', giveUp, { once: true });
    tryNext();
  });
}

function noteOwnAddress(socket: net.Socket, note: NoteFact): void {
  const { localAddress, localPort } = socket;
  if (localAddress === undefined || localPort === undefined) return;
  note('connect', 'From', formatHostPort({ host: localAddress, port: localPort }));
}

function since(startedAt: number): string {
  return `${Math.round(performance.now() - startedAt)} ms`;
}

/** A host that refuses is there; that one says more than a missing route to another of its addresses. */
function mostTelling(errors: readonly Error[]): Error {
  const refused = errors.find((error) => codeOf(error) === 'ECONNREFUSED');
  return refused ?? errors[0] ?? Object.assign(new Error('No address'), { code: 'ENOTFOUND' });
}

function describeConnectError(error: Error): string {
  return CONNECT_ERRORS[codeOf(error)] ?? `failed with ${codeOf(error) || 'an unknown error'}`;
}

const CONNECT_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ETIMEDOUT: 'no answer',
};

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

/** Writes an address and port as in a URL: `[::1]:5222`. */
export function formatHostPort({ host, port }: HostPort): string {
  return net.isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}
