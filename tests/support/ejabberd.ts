/** A real ejabberd for tests: its own certificate, accounts and folder, without the Erlang port mapper. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EJABBERD_DEFAULTS, ejabberdConfig, type EjabberdSettings } from './ejabberd-config.ts';
import { findFreePorts } from './free-port.ts';
import {
  createServerFolder,
  findLibraryFolder,
  startServerProcess,
  type ServerFolder,
} from './server-process.ts';
import { DEFAULT_ACCOUNTS, type RealServer, type RealServerOptions } from './real-server.ts';
import { createThrowawayCa } from './throwaway-ca.ts';

/** Null when ejabberd can be started, else what is missing. */
export function missingEjabberd(): string | null {
  const installed = findLibraryFolder('ejabberd-') !== null && existsSync('/usr/bin/erl');
  return installed ? null : 'ejabberd (apt-get install ejabberd)';
}

/** ejabberd also serves WebSocket and BOSH over TLS, and c2s without. */
export interface Ejabberd extends RealServer {
  /** Offers no STARTTLS. */
  readonly clearPort: number;
  /** `wss:`, by address: its certificate names the domain only. */
  readonly secureWebsocketUrl: string;
  readonly secureBoshUrl: string;
}

/**
 * Starts ejabberd in the foreground of one Erlang process. It is no distributed node, so no `epmd` is
 * started that would outlive it; accounts are made from inside, from a file and not from argv.
 */
export async function startEjabberd(
  options: RealServerOptions & Partial<EjabberdSettings> = {},
): Promise<Ejabberd> {
  const { domain = 'localhost', accounts = DEFAULT_ACCOUNTS } = options;
  const folder = createServerFolder();
  const ca = await createThrowawayCa();
  const certificate = await ca.issue([domain, `pubsub.${domain}`]);
  const [c2s = 0, clear = 0, directTls = 0, websocket = 0, secureWebsocket = 0] =
    await findFreePorts(5);
  const certificateFile = folder.write(
    'server.pem',
    `${certificate.certificatePem}\n${certificate.privateKeyPem}\n`,
  );
  const config = ejabberdConfig(
    domain,
    { c2s, clear, directTls, websocket, secureWebsocket },
    { certificateFile },
    { ...EJABBERD_DEFAULTS, ...options },
  );
  const server = await startServerProcess({
    command: 'erl',
    args: ['-noinput', '-mnesia', 'dir', '"./database"', '-run', 'file', 'script', 'start.erl'],
    folder,
    env: environment(folder, config, accounts, domain),
    ready: /pushscope-ready/,
  }).catch((error: unknown) => {
    folder.remove();
    throw error;
  });
  return {
    domain,
    c2sPort: c2s,
    clearPort: clear,
    directTlsPort: directTls,
    websocketPort: websocket,
    websocketUrl: `ws://127.0.0.1:${websocket}/ws`,
    boshUrl: `http://127.0.0.1:${websocket}/http-bind`,
    secureBoshUrl: `https://127.0.0.1:${secureWebsocket}/http-bind`,
    secureWebsocketUrl: `wss://127.0.0.1:${secureWebsocket}/ws`,
    caPem: ca.caPem,
    caFile: folder.write('ca.pem', ca.caPem),
    fingerprint256: certificate.fingerprint256,
    async stop() {
      await server.stop();
      folder.remove();
    },
  };
}

/** Starts the server, makes the accounts, and says so; ends the process when that fails. */
const START_SCRIPT = `
try
  {ok, _} = application:ensure_all_started(ejabberd),
  {ok, [{Domain, Accounts}]} = file:consult("accounts.term"),
  [ok = ejabberd_auth:try_register(User, Domain, Password) || {User, Password} <- Accounts],
  io:format("pushscope-ready~n")
catch Class:Reason -> io:format("~p ~p~n", [Class, Reason]), halt(1)
end.
`;

function environment(
  folder: ServerFolder,
  config: string,
  accounts: Readonly<Record<string, string>>,
  domain: string,
): Record<string, string> {
  const binary = (text: string): string => `<<"${text.replace(/["\\]/g, '\\$&')}"/utf8>>`;
  const pairs = Object.entries(accounts).map(
    ([user, password]) => `{${binary(user)}, ${binary(password)}}`,
  );
  folder.write('accounts.term', `{${binary(domain)}, [${pairs.join(', ')}]}.\n`);
  folder.write('start.erl', START_SCRIPT);
  return {
    ERL_LIBS: findLibraryFolder('ejabberd-') ?? '',
    ERL_MAX_PORTS: '4096',
    ERL_CRASH_DUMP_BYTES: '0',
    EJABBERD_CONFIG_PATH: folder.write('ejabberd.yml', config),
    EJABBERD_LOG_PATH: join(folder.path, 'ejabberd.log'),
  };
}
