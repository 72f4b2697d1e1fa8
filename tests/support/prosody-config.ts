/** Prosody's configuration for the tests: loopback only, no federation, push registrations but no push nodes. */

export interface ProsodySettings {
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
  'carbons',
  'websocket',
  'cloud_notify',
];

/**
 * Writes `prosody.cfg.lua`. The pubsub component lets only administrators create nodes, and there are
 * none: that is the refusal a push run has to report.
 */
export function prosodyConfig(domain: string, settings: ProsodySettings): string {
  const { certificateFile, keyFile, dataFolder, ports } = settings;
  const tls = `{ certificate = ${luaString(certificateFile)}; key = ${luaString(keyFile)} }`;
  return `
admins = {}
interfaces = { "127.0.0.1" }
data_path = ${luaString(dataFolder)}
authentication = "internal_hashed"
modules_enabled = { ${MODULES.map(luaString).join('; ')} }
modules_disabled = { "s2s"; "posix" }
ssl = ${tls}
c2s_ports = { ${ports.c2s} }
c2s_direct_tls_ports = { ${ports.directTls} }
c2s_direct_tls_ssl = ${tls}
http_ports = { ${ports.websocket} }
http_interfaces = { "127.0.0.1" }
https_ports = {}
consider_websocket_secure = true
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
