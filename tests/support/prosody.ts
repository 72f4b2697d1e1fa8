/** A real Prosody for tests, with mod_cloud_notify and a pubsub service that creates no nodes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePorts } from './free-port.ts';
import {
  luaString,
  PROSODY_DEFAULTS,
  prosodyConfig,
  type ProsodyChoices,
} from './prosody-config.ts';
import { DEFAULT_ACCOUNTS, type RealServer, type RealServerOptions } from './real-server.ts';
import { createServerFolder, startServerProcess } from './server-process.ts';
import { createThrowawayCa } from './throwaway-ca.ts';

/** Where Debian puts what prosody-modules brings. */
const MODULES_FOLDER = '/usr/lib/prosody/modules';

/** Null when Prosody can be started, else what is missing. */
export function missingProsody(): string | null {
  if (!existsSync('/usr/bin/prosody')) return 'Prosody (apt-get install prosody)';
  const push = existsSync(join(MODULES_FOLDER, 'mod_cloud_notify'));
  return push ? null : 'mod_cloud_notify (apt-get install prosody-modules)';
}

/** What Prosody can be started with. */
export interface ProsodyOptions
  extends RealServerOptions, Partial<Omit<ProsodyChoices, 'clientCaFile'>> {
  /** Authority of the clients that have to show a certificate over direct TLS. */
  readonly clientCaPem?: string;
}

/** Starts Prosody in the foreground on free ports of 127.0.0.1. */
export async function startProsody(options: ProsodyOptions = {}): Promise<RealServer> {
  const { domain = 'localhost', accounts = DEFAULT_ACCOUNTS } = options;
  const folder = createServerFolder();
  const ca = await createThrowawayCa();
  const certificate = await ca.issue([domain]);
  const [c2s = 0, directTls = 0, websocket = 0] = await findFreePorts(3);
  const { clientCaPem } = options;
  const config = prosodyConfig(domain, {
    ...{ ...PROSODY_DEFAULTS, ...options },
    clientCaFile: clientCaPem === undefined ? null : folder.write('clients.pem', clientCaPem),
    certificateFile: folder.write('server.crt', certificate.certificatePem),
    keyFile: folder.write('server.key', certificate.privateKeyPem),
    dataFolder: join(folder.path, 'data'),
    ports: { c2s, directTls, websocket },
  });
  for (const [user, password] of Object.entries(accounts)) {
    // Prosody hashes a clear password it finds here at the first login.
    const file = `data/${encodeForFile(domain)}/accounts/${encodeForFile(user)}.dat`;
    folder.write(file, `return { ["password"] = ${luaString(password)} };\n`);
  }
  const server = await startServerProcess({
    command: 'prosody',
    args: ['-F', '--config', folder.write('prosody.cfg.lua', config)],
    folder,
    env: {},
    ready:
      /(?=[^]*Activated service 'c2s')(?=[^]*Activated service 'c2s_direct_tls')(?=[^]*Activated service 'http')/,
  }).catch((error: unknown) => {
    folder.remove();
    throw error;
  });
  return {
    domain,
    c2sPort: c2s,
    directTlsPort: directTls,
    websocketPort: websocket,
    websocketUrl: `ws://127.0.0.1:${websocket}/xmpp-websocket`,
    boshUrl: `http://127.0.0.1:${websocket}/http-bind`,
    caPem: ca.caPem,
    caFile: folder.write('ca.pem', ca.caPem),
    fingerprint256: certificate.fingerprint256,
    async stop() {
      await server.stop();
      folder.remove();
    },
  };
}

/** How Prosody's file storage spells names. */
function encodeForFile(name: string): string {
  return name.replace(
    /[^a-z0-9]/gi,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
