/** ejabberd's configuration for the tests: everything a push run asks of a server, and loopback only. */

export interface EjabberdPaths {
  readonly certificateFile: string;
}

export interface EjabberdPorts {
  readonly c2s: number;
  /** Without TLS. */
  readonly clear: number;
  readonly directTls: number;
  readonly websocket: number;
  readonly secureWebsocket: number;
}

/** What a test may want otherwise. */
export interface EjabberdSettings {
  /** Hash that passwords are stored with; SCRAM is offered for it alone. */
  readonly scramHash: 'sha' | 'sha256' | 'sha512';
  /** How accounts are known; `anonymous` lets anybody in under a made-up name. */
  readonly authMethods: readonly ('internal' | 'anonymous')[];
}

/** What holds unless a test says otherwise. */
export const EJABBERD_DEFAULTS: EjabberdSettings = {
  scramHash: 'sha',
  authMethods: ['internal'],
};

/** Writes `ejabberd.yml`. JSON is YAML, and needs no care with quotes. */
export function ejabberdConfig(
  domain: string,
  ports: EjabberdPorts,
  { certificateFile }: EjabberdPaths,
  { scramHash, authMethods }: EjabberdSettings = EJABBERD_DEFAULTS,
): string {
  const listener = { ip: '127.0.0.1', module: 'ejabberd_c2s', access: 'all' };
  const web = {
    ip: '127.0.0.1',
    module: 'ejabberd_http',
    request_handlers: { '/ws': 'ejabberd_http_ws', '/http-bind': 'mod_bosh' },
  };
  return JSON.stringify({
    hosts: [domain],
    loglevel: 'error',
    certfiles: [certificateFile],
    auth_method: authMethods,
    auth_password_format: 'scram',
    auth_scram_hash: scramHash,
    disable_sasl_mechanisms: ['digest-md5', 'X-OAUTH2'],
    listen: [
      { ...listener, port: ports.c2s, starttls: true },
      { ...listener, port: ports.clear },
      { ...listener, port: ports.directTls, tls: true },
      { ...web, port: ports.websocket },
      { ...web, port: ports.secureWebsocket, tls: true },
    ],
    acl: { local: { user_regexp: '' } },
    access_rules: { local: { allow: 'local' } },
    modules: {
      mod_bosh: {},
      mod_caps: {},
      mod_carboncopy: {},
      mod_disco: {},
      mod_offline: {},
      mod_ping: {},
      mod_pubsub: { access_createnode: 'local', plugins: ['flat', 'pep'] },
      mod_push: {},
      mod_roster: {},
      mod_client_state: {},
      mod_stream_mgmt: {},
      mod_time: {},
      mod_version: {},
    },
  });
}
