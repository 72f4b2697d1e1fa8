/** All templates, in the order in which they are offered. To add one: its file and a line here. */
import type { XmlElement } from '../xml/node.ts';
import {
  DEFAULT_NODE_CONFIG,
  GET_ITEMS,
  GET_NODE_CONFIG,
  MY_AFFILIATIONS,
  MY_SUBSCRIPTIONS,
  NODE_SUBSCRIPTIONS,
  PURGE_NODE,
  RETRACT_ITEM,
  SUBSCRIBE,
  UNSUBSCRIBE,
} from './node-operations.ts';
import { SET_NODE_CONFIG } from './node-config.ts';
import { PUBLISH } from './publish.ts';
import {
  BLOCK,
  BLOCK_LIST,
  CSI_ACTIVE,
  CSI_INACTIVE,
  DISABLE_CARBONS,
  ENABLE_CARBONS,
  GET_VCARD,
  REGISTER,
  REGISTRATION_FORM,
  SM_REQUEST,
  UNBLOCK,
  UNREGISTER,
} from './account-operations.ts';
import { ENTITY_TIME, MAM_QUERY, MUC_LIGHT_CREATE, PING } from './server-operations.ts';
import { GET_AFFILIATIONS, SET_AFFILIATION } from './affiliations.ts';
import { CREATE_NODE } from './create-node.ts';
import { DELETE_NODE } from './delete-node.ts';
import { DISCO_INFO, DISCO_ITEMS } from './disco.ts';
import { MESSAGE } from './message.ts';
import { PRESENCE } from './presence.ts';
import { DISABLE, DISABLE_ALL, ENABLE, PUSH_PROBE } from './push-registration.ts';
import { RAW } from './raw.ts';
import { SOFTWARE_VERSION } from './software-version.ts';
import type { Template, TemplateId } from './template.ts';

const BY_ID: Readonly<Record<TemplateId, Template>> = {
  'disco-info': DISCO_INFO,
  'disco-items': DISCO_ITEMS,
  'create-node': CREATE_NODE,
  'get-affiliations': GET_AFFILIATIONS,
  'set-affiliation': SET_AFFILIATION,
  enable: ENABLE,
  disable: DISABLE,
  'disable-all': DISABLE_ALL,
  'push-probe': PUSH_PROBE,
  'delete-node': DELETE_NODE,
  message: MESSAGE,
  presence: PRESENCE,
  'software-version': SOFTWARE_VERSION,
  'my-affiliations': MY_AFFILIATIONS,
  'my-subscriptions': MY_SUBSCRIPTIONS,
  'get-node-config': GET_NODE_CONFIG,
  'set-node-config': SET_NODE_CONFIG,
  'default-node-config': DEFAULT_NODE_CONFIG,
  'node-subscriptions': NODE_SUBSCRIPTIONS,
  'purge-node': PURGE_NODE,
  publish: PUBLISH,
  'get-items': GET_ITEMS,
  'retract-item': RETRACT_ITEM,
  subscribe: SUBSCRIBE,
  unsubscribe: UNSUBSCRIBE,
  'enable-carbons': ENABLE_CARBONS,
  'disable-carbons': DISABLE_CARBONS,
  'block-list': BLOCK_LIST,
  block: BLOCK,
  unblock: UNBLOCK,
  'get-vcard': GET_VCARD,
  'registration-form': REGISTRATION_FORM,
  register: REGISTER,
  unregister: UNREGISTER,
  'csi-inactive': CSI_INACTIVE,
  'csi-active': CSI_ACTIVE,
  'sm-request': SM_REQUEST,
  ping: PING,
  'entity-time': ENTITY_TIME,
  'muc-light-create': MUC_LIGHT_CREATE,
  'mam-query': MAM_QUERY,
  raw: RAW,
};

/** All templates, `raw` last. */
export const TEMPLATES: readonly Template[] = Object.values(BY_ID);

/** The template of an id; undefined when there is none. */
export function findTemplate(id: string): Template | undefined {
  return TEMPLATES.find((template) => template.id === id);
}

/** The template of an id that is known to exist. */
export function templateOf(id: TemplateId): Template {
  return BY_ID[id];
}

/** The template whose form can show a stanza; `raw` when no other can. */
export function recognizeTemplate(stanza: XmlElement): Template {
  return (
    TEMPLATES.find((template) => template.id !== 'raw' && template.read(stanza) !== null) ?? RAW
  );
}
