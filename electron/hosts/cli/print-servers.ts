/** The wording of the practice server and the gateway. */
import type { ReceivedPush } from '#shared/contract/gateway.ts';
import {
  PRACTICE_FAULTS,
  type PracticeFault,
  type PracticeFaultKind,
} from '#shared/contract/practice-faults.ts';
import {
  plantOf,
  PRACTICE_PLANTS,
  type PracticePlantId,
  type PracticePlantKind,
} from '#shared/contract/practice-plants.ts';
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
  const faults = practice.faults.map(describeFault).join(', ');
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
    ...(faults === '' ? [] : [`  Wrong on request   ${faults}`]),
    ...(practice.plant === null ? [] : [`  Planted            ${plantOf(practice.plant).title}`]),
    'Next: put the password into a variable and check it from another terminal. Ctrl+C ends.',
    `  pushscope check --jid ${first} --password-env PASSWORD --service ${practice.tcpService} --pin ${practice.fingerprint256}${plantArguments(practice.plant)}`,
  ].join('\n');
}

/** What makes the planted misconfiguration show. */
function plantArguments(plant: PracticePlantId | null): string {
  if (plant === null) return '';
  const { flow, node, pushService, deviceId, probe }: PracticePlantKind['run'] = plantOf(plant).run;
  return [
    ` --flow ${flow}`,
    ...(node === undefined ? [] : [`--node ${node}`]),
    ...(pushService === undefined ? [] : [`--push-service ${pushService}`]),
    ...(deviceId === undefined ? [] : [`--device-id ${deviceId}`]),
    ...(probe === true ? ['--probe'] : []),
  ].join(' ');
}

/** Every misconfiguration that can be planted. */
export function describePlants(): string {
  const width = Math.max(...PRACTICE_PLANTS.map(({ id }) => id.length));
  return PRACTICE_PLANTS.map(({ id, title }) => `${id.padEnd(width)}  ${title}`).join('\n');
}

function describeFault({ id, value }: PracticeFault): string {
  return value === null ? id : `${id}=${value}`;
}

/** Every fault with what it does and the value it takes, by group. */
export function describeFaultKinds(style: Style): string {
  const width = Math.max(...PRACTICE_FAULTS.map(({ id }) => id.length));
  const groups = [...new Set(PRACTICE_FAULTS.map(({ group }) => group))];
  return groups
    .flatMap((group) => [
      style.bold(group),
      ...PRACTICE_FAULTS.filter((kind) => kind.group === group).map(
        (kind) => `  ${kind.id.padEnd(width)}  ${kind.title}${describeValue(kind)}`,
      ),
    ])
    .join('\n');
}

function describeValue({ value }: PracticeFaultKind): string {
  return value === undefined ? '' : ` (=${value.initial} ${value.unit}, at most ${value.max})`;
}

/** A push that arrived: what it is, for which device, and the answer it got. */
export function describePush(push: ReceivedPush, style: Style): string {
  const device = withoutControls(push.deviceId);
  const head = `${push.time} push ${push.apiVersion} ${push.service ?? 'without service'} (${push.shape})`;
  const body = withoutControls(push.rawBody);
  return `${style.bold(head)} for ${device}, answered ${push.answer.status}\n  ${body}`;
}
