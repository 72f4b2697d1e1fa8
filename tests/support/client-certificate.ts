/** Certificates that clients show to a server. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemporaryFolder } from './temporary-folder.ts';

export interface ClientCertificate {
  readonly caPem: string;
  readonly cert: string;
  readonly key: string;
}

/**
 * Issues a certificate by an authority of its own. Made by OpenSSL: an `xmppAddr` is beyond the library that makes the other test certificates.
 * @param jid what the `xmppAddr` names
 */
export async function issueClientCertificate(jid = 'alice@localhost'): Promise<ClientCertificate> {
  const folder = createTemporaryFolder();
  const [ca, caKey, cert, key] = ['ca.pem', 'ca.key', 'client.pem', 'client.key'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const openssl = (args: string[]): Buffer =>
    execFileSync('openssl', ['req', '-x509', ...ec, ...args], { stdio: 'pipe' });
  openssl(['-keyout', caKey, '-out', ca, '-subj', '/CN=Test authority']);
  const names = `subjectAltName=otherName:1.3.6.1.5.5.7.8.5;UTF8:${jid}`;
  const issuer = ['-CA', ca, '-CAkey', caKey];
  openssl(['-keyout', key, '-out', cert, '-subj', '/CN=somebody', '-addext', names, ...issuer]);
  const [caPem, certPem, keyPem] = await Promise.all(
    [ca, cert, key].map((file) => readFile(file, 'utf8')),
  );
  return { caPem: caPem ?? '', cert: certPem ?? '', key: keyPem ?? '' };
}
