/** Where a stanza is specified, in one line. */
import type { Template } from '#shared/templates/template.ts';
import { specOf } from '#shared/xmpp/specs.ts';

/** @returns e.g. `XEP-0357: Push Notifications, §5` */
export function describeSpec({ id, section }: NonNullable<Template['spec']>): string {
  const title = specOf(id)?.title;
  return `${title === undefined ? id : `${id}: ${title}`}, ${section}`;
}
