/** The wording of the practice server and the gateway. */
import type { ReceivedPush } from '#shared/contract/gateway.ts';
import type { PracticeSnapshot } from '#shared/contract/practice.ts';
import { withoutControls } from './shorten-stanza.ts';
import type { Style } from './style.ts';

/** Addresses, accounts and what to do next. */
export function describePractice(
  practice: PracticeSnapshot,
  gatewayUrl: string | null,
  style: Style,
): string {
  const accounts = practice.accounts.map(({ jid, password }) => `${jid} (${password})`);
  const first = practice.accounts[0]?.jid ?? `alice@${practice.domain}`;
  return [
    style.bold(`Practice server for ${practice.domain}`),
    `  TCP with STARTTLS  ${practice.tcpService}`,
    ...(practice.directTlsService ? [`  Direct TLS         ${practice.directTlsService}`] : []),
    `  WebSocket          ${practice.websocketService}`,
    `  Certificate        SHA-256 ${practice.fingerprint256}`,
    `  PubSub-full        ${practice.pubsubJid}`,
    `  PubSub-less        ${practice.virtualHost}`,
    `  Gateway            ${gatewayUrl}`,
    `  Accounts           ${accounts.join(', ')}`,
    'Next: put the password into a variable and check it from another terminal. Ctrl+C ends.',
    `  pushscope check --jid ${first} --password-env PASSWORD --service ${practice.tcpService} --pin ${practice.fingerprint256}`,
  ].join('\n');
}

/** A push that arrived: what it is, for which device, and the answer it got. */
export function describePush(push: ReceivedPush, style: Style): string {
  const device = withoutControls(push.deviceId);
  const head = `${push.time} push ${push.apiVersion} ${push.service ?? 'without service'} (${push.shape})`;
  const body = withoutControls(push.rawBody);
  return `${style.bold(head)} for ${device}, answered ${push.answer.status}\n  ${body}`;
}
