/**
 * Records until it is killed: `kill-child.ts FOLDER SERVICE FINGERPRINT`. It reports once, when the first
 * stanza has come.
 */
import { BEGIN } from './bench-account.ts';
import { reportToParent } from './children.ts';
import { connectBench, openConsole } from './console-child.ts';

const [folder = '', service = '', fingerprint256 = ''] = process.argv.slice(2);
const { services } = openConsole(folder);
const session = await connectBench(services, service, fingerprint256);
let told = false;
services.sessions.onStanza(() => {
  if (!told) reportToParent({});
  told = true;
});
await services.sessions.send(session.id, BEGIN, { timeoutMs: 10_000 });
