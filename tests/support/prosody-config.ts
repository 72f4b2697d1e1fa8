/** Prosody's configuration for the tests: loopback only, no federation, push registrations but no push nodes. */

/** What a test may want otherwise. */
export interface ProsodyChoices {
  /** Modules on top of the usual ones, from prosody-modules too. */
  readonly modules: readonly string[];
  /** How accounts are known: stored, made up by the server, or named by the client's certificate. */
  readonly authentication: 'internal_hashed' | 'anonymous' | 'ccert';
  /** Hash that passwords are stored with; SCRAM is offered for it alone. */
  readonly passwordHash: 'SHA-1' | 'SHA-256';
  /** Authority of the clients that have to show a certificate over direct TLS; null where none has to. */
  readonly clientCaFile: string | null;
}

/** What holds unless a test says otherwise. */
export const PROSODY_DEFAULTS: ProsodyChoices = {
  modules: [],
  authentication: 'internal_hashed',
  passwordHash: 'SHA-1',
  clientCaFile: null,
};

export interface ProsodySettings extends ProsodyChoices {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly dataFolder: string;
  readonly ports: { readonly c2s: number; readonly directTls: number; readonly websocket: number };
}

const MODULES = [
  'disco',
  'roster',
  'saslauth',
  'tls',
  'ping',
  'version',
  'csi_simple',
  'time',
  'smacks',
  'carbons',
  'websocket',
  'bosh',
  'cloud_notify',
];

/**
 * Writes `prosody.cfg.lua`. The pubsub component lets only administrators create nodes, and there are
 * none: that is the refusal a push run has to report.
 */
export function prosodyConfig(domain: string, settings: ProsodySettings): string {
  const { certificateFile, keyFile, dataFolder, ports } = settings;
  const modules = [...MODULES, ...settings.modules];
  const tls = `{ certificate = ${luaString(certificateFile)}; key = ${luaString(keyFile)} }`;
  const verify = `verify = { "peer"; "fail_if_no_peer_cert" }; cafile = `;
  const { clientCaFile } = settings;
  const clientTls =
    clientCaFile === null ? tls : tls.replace('{', `{ ${verify}${luaString(clientCaFile)};`);
  return `
admins = {}
interfaces = { "127.0.0.1" }
data_path = ${luaString(dataFolder)}
authentication = ${luaString(settings.authentication)}
password_hash = ${luaString(settings.passwordHash)}
modules_enabled = { ${modules.map(luaString).join('; ')} }
modules_disabled = { "s2s"; "posix" }
ssl = ${tls}
c2s_ports = { ${ports.c2s} }
c2s_direct_tls_ports = { ${ports.directTls} }
c2s_direct_tls_ssl = ${clientTls}
http_ports = { ${ports.websocket} }
http_interfaces = { "127.0.0.1" }
https_ports = {}
consider_websocket_secure = true
consider_bosh_secure = true
log = { info = "*console" }
VirtualHost ${luaString(domain)}
  http_host = "127.0.0.1"
Component ${luaString(`pubsub.${domain}`)} "pubsub"
`;
}

/** A Lua string literal. */
export function luaString(text: string): string {
  return `"${text.replace(/[\\"\n]/g, '\\$&')}"`;
}
