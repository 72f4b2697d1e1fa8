/**
 * Contact addresses of a server, as a form in disco#info.
 * XEP-0157 "Contact Addresses for XMPP Services"; recordings 40, 44.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { NS_DATA_FORMS } from '#shared/xmpp/namespaces.ts';

const NS_SERVER_INFO = 'http://jabber.org/network/serverinfo';

/** The form of a server that names no address: mod_disco writes it all the same. */
export function emptyServerInfo(): XmlElement {
  const value = createElement('value', NS_DATA_FORMS, {}, [NS_SERVER_INFO]);
  const field = createElement('field', NS_DATA_FORMS, { type: 'hidden', var: 'FORM_TYPE' }, [
    value,
  ]);
  return createElement('x', NS_DATA_FORMS, { type: 'result' }, [field]);
}
