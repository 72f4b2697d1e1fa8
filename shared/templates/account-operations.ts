/** Requests about one's own account and stream: carbons, blocking, registration, vCard, client state. */
import {
  NS_BLOCKING,
  NS_CARBONS_2,
  NS_CSI_0,
  NS_REGISTER,
  NS_SM_3,
  NS_VCARD,
} from '../xmpp/namespaces.ts';
import type { TemplateField } from './fields.ts';
import { iqOperation, nonzaOperation, OWN_OR_OTHER } from './operation.ts';
import { type Template, textOf } from './template.ts';

const WHOM: TemplateField = {
  kind: 'jid',
  name: 'jid',
  label: 'Whom',
  help: 'A bare JID, or a domain for everybody there.',
  group: 'main',
  required: true,
};

const ITEM = { name: 'item', ns: NS_BLOCKING, attributes: { jid: 'jid' } };

/** Has copies of one's messages sent to this session. */
export const ENABLE_CARBONS: Template = iqOperation(
  {
    id: 'enable-carbons',
    title: 'Enable carbons',
    description:
      'Copies of messages from and to your other sessions come here, too. They make no pushes; on MongooseIM this also settles whether a session without presence counts as online.',
    spec: { id: 'XEP-0280', section: '§4' },
  },
  'set',
  { name: 'enable', ns: NS_CARBONS_2 },
  [],
);

/** Ends the copies. */
export const DISABLE_CARBONS: Template = iqOperation(
  {
    id: 'disable-carbons',
    title: 'Disable carbons',
    description: 'No more copies for this session.',
    spec: { id: 'XEP-0280', section: '§5' },
  },
  'set',
  { name: 'disable', ns: NS_CARBONS_2 },
  [],
);

/** Asks whom the account blocks. */
export const BLOCK_LIST: Template = iqOperation(
  {
    id: 'block-list',
    title: 'Get block list',
    description:
      'Whom the account blocks. MongooseIM pushes messages from blocked contacts all the same.',
    spec: { id: 'XEP-0191', section: '§3.2' },
  },
  'get',
  { name: 'blocklist', ns: NS_BLOCKING },
  [],
);

/** Blocks somebody. */
export const BLOCK: Template = iqOperation(
  {
    id: 'block',
    title: 'Block somebody',
    description:
      'Messages from there are refused. Pushes for them are made before that is looked at.',
    spec: { id: 'XEP-0191', section: '§3.3' },
    destructive: (values) => `Block ${textOf(values, 'jid')}`,
  },
  'set',
  { name: 'block', ns: NS_BLOCKING, children: [ITEM] },
  [WHOM],
);

/** Unblocks somebody. */
export const UNBLOCK: Template = iqOperation(
  {
    id: 'unblock',
    title: 'Unblock somebody',
    description: 'Takes one entry off the block list.',
    spec: { id: 'XEP-0191', section: '§3.4' },
  },
  'set',
  { name: 'unblock', ns: NS_BLOCKING, children: [ITEM] },
  [WHOM],
);

/** Reads a vCard. */
export const GET_VCARD: Template = iqOperation(
  {
    id: 'get-vcard',
    title: 'Get vCard',
    description: 'What somebody tells of himself, or you of yourself.',
    spec: { id: 'XEP-0054', section: '§3.1' },
  },
  'get',
  { name: 'vCard', ns: NS_VCARD },
  [OWN_OR_OTHER],
);

const SERVER: TemplateField = {
  ...OWN_OR_OTHER,
  help: 'Blank for your own server.',
  group: 'more',
};

/** Asks what a registration needs. */
export const REGISTRATION_FORM: Template = iqOperation(
  {
    id: 'registration-form',
    title: 'Get registration form',
    description: 'What a server or service wants to know of those who register.',
    spec: { id: 'XEP-0077', section: '§3.1' },
  },
  'get',
  { name: 'query', ns: NS_REGISTER },
  [SERVER],
);

/** Registers, or changes the password. */
export const REGISTER: Template = iqOperation(
  {
    id: 'register',
    title: 'Register or change password',
    description:
      'Sent by an account about itself it changes the password. The password is masked in the recording.',
    spec: { id: 'XEP-0077', section: '§3.3' },
  },
  'set',
  {
    name: 'query',
    ns: NS_REGISTER,
    children: [
      { name: 'username', ns: NS_REGISTER, text: 'username' },
      { name: 'password', ns: NS_REGISTER, text: 'password' },
    ],
  },
  [
    {
      kind: 'text',
      name: 'username',
      label: 'User name',
      help: 'The part before @.',
      group: 'main',
      required: true,
    },
    {
      kind: 'token',
      name: 'password',
      label: 'Password',
      help: 'The new one.',
      group: 'main',
      required: true,
    },
    SERVER,
  ],
);

/** Removes the account. */
export const UNREGISTER: Template = iqOperation(
  {
    id: 'unregister',
    title: 'Remove account',
    description:
      'Removes the account this session is logged in to, with its push registrations and nodes.',
    spec: { id: 'XEP-0077', section: '§3.2' },
    destructive: () => 'Remove the account of this session for good',
  },
  'set',
  {
    name: 'query',
    ns: NS_REGISTER,
    children: [{ name: 'remove', ns: NS_REGISTER }],
  },
  [SERVER],
);

/** Says that nobody looks at the client. */
export const CSI_INACTIVE: Template = nonzaOperation(
  {
    id: 'csi-inactive',
    title: 'Client is inactive',
    description:
      'The server may hold back what is not urgent. It does not make the account count as offline.',
    spec: { id: 'XEP-0352', section: '§4.2' },
  },
  { name: 'inactive', ns: NS_CSI_0 },
);

/** Says that somebody looks at the client. */
export const CSI_ACTIVE: Template = nonzaOperation(
  {
    id: 'csi-active',
    title: 'Client is active',
    description: 'The server sends at once what it held back.',
    spec: { id: 'XEP-0352', section: '§4.1' },
  },
  { name: 'active', ns: NS_CSI_0 },
);

/** Asks the server how many stanzas it has got. */
export const SM_REQUEST: Template = nonzaOperation(
  {
    id: 'sm-request',
    title: 'Ask for an acknowledgement',
    description:
      'Needs stream management on this session. The server answers how many stanzas it got.',
    spec: { id: 'XEP-0198', section: '§4' },
  },
  { name: 'r', ns: NS_SM_3 },
);
