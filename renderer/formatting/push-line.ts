/** A received push in one line. */
import type { MarkTone } from '#renderer/components/controls/mark-tones.ts';
import type { ReceivedPush } from '#shared/contract/gateway.ts';
import { toVisibleText } from '#shared/xml/visible-text.ts';

/** `title: body` of an alert, else the device it went to. */
export function describePush(push: ReceivedPush): string {
  const alert = readRecord(readRecord(push.body)?.['alert']);
  const words = [alert?.['title'], alert?.['body']].filter((word) => typeof word === 'string');
  return words.length > 0 ? toVisibleText(words.join(': ')) : `to ${toVisibleText(push.deviceId)}`;
}

/** Whether the gateway took it. */
export function toneOfPush(push: ReceivedPush): MarkTone {
  return push.answer.status < 400 ? 'passed' : 'failed';
}

function readRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
