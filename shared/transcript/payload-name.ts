/** What a stanza asks for, in one word. */
import type { EntrySummary } from './entry.ts';

/**
 * Names the payload: `pubsub` says nothing without what it asks for, `query` nothing without its
 * namespace.
 * @returns `create`, `enable`, `disco#info`; empty when there is no payload
 */
export function payloadName({ childName, childNs, childAction }: EntrySummary): string {
  if (childName === null) return '';
  if (childAction !== null) return childAction;
  if (childName !== 'query') return childName;
  const short = /[^/:]+$/.exec(childNs ?? '')?.[0] ?? '';
  return short === '' || short === childName ? childName : short;
}
