/** Templates in the groups in which they are offered, and how they are found by words. */
import { specOf } from '../xmpp/specs.ts';
import { TEMPLATES, templateOf } from './catalogue.ts';
import type { Template, TemplateId } from './template.ts';

/** Templates that belong together. */
export interface TemplateGroup {
  readonly title: string;
  readonly templates: readonly Template[];
}

const GROUPS: readonly (readonly [title: string, ids: readonly TemplateId[]])[] = [
  ['Push', ['enable', 'disable', 'disable-all', 'push-probe', 'publish']],
  [
    'Nodes',
    ['create-node', 'get-node-config', 'set-node-config', 'default-node-config', 'delete-node'],
  ],
  ['Affiliations', ['get-affiliations', 'set-affiliation', 'my-affiliations']],
  [
    'Items and subscriptions',
    [
      ...(['get-items', 'retract-item', 'purge-node', 'subscribe', 'unsubscribe'] as const),
      ...(['my-subscriptions', 'node-subscriptions'] as const),
    ],
  ],
  ['Discovery', ['disco-info', 'disco-items', 'software-version', 'ping', 'entity-time']],
  ['Messages and presence', ['message', 'presence', 'muc-light-create', 'mam-query']],
  ['Stream', ['enable-carbons', 'disable-carbons', 'csi-inactive', 'csi-active', 'sm-request']],
  [
    'Account',
    [
      ...(['block-list', 'block', 'unblock', 'get-vcard'] as const),
      ...(['registration-form', 'register', 'unregister'] as const),
    ],
  ],
  ['Anything else', ['raw']],
];

/**
 * The groups with the templates that hold all words, in titles, descriptions, specifications or ids.
 * @param query words in any order and case; blank for all templates
 */
export function findTemplates(query: string): readonly TemplateGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return GROUPS.map(([title, ids]) => ({
    title,
    templates: ids.map(templateOf).filter((template) => holdsAll(title, template, words)),
  })).filter(({ templates }) => templates.length > 0);
}

function holdsAll(group: string, template: Template, words: readonly string[]): boolean {
  const { id, title, description, spec } = template;
  const name = spec === null ? '' : `${spec.id} ${specOf(spec.id)?.title ?? ''}`;
  const text = [group, id, title, description, name].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Templates that stand in no group; there are none. */
export function ungrouped(): readonly TemplateId[] {
  const grouped = new Set(GROUPS.flatMap(([, ids]) => ids));
  return TEMPLATES.map(({ id }) => id).filter((id) => !grouped.has(id));
}
