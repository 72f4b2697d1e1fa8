/** What stream management writes. XEP-0198 1.6.3 "Stream Management", 2025-07-28. */
import { createElement } from '#shared/xml/node.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { NS_SM_3 } from '#shared/xmpp/namespaces.ts';

/** `<enable/>`. @see XEP-0198 1.6.3 §3 "Enabling Stream Management" */
export function enableText(resume: boolean): string {
  return nonza('enable', resume ? { resume: 'true' } : {});
}

/** `<resume/>`. @param h stanzas received so far, modulo 2^32 @see XEP-0198 1.6.3 §5 "Resumption" */
export function resumeText(previousId: string, h: number): string {
  return nonza('resume', { h: String(h), previd: previousId });
}

/** `<a/>`, which tells what was received. @param h stanzas received so far, modulo 2^32 */
export function ackText(h: number): string {
  return nonza('a', { h: String(h) });
}

/** `<r/>`, which asks for an `<a/>`. */
export function requestText(): string {
  return nonza('r', {});
}

function nonza(name: string, attributes: Record<string, string>): string {
  return serializeXml(createElement(name, NS_SM_3, attributes));
}
