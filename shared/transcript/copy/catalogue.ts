/** All ways of copying. To add one: a file, a line here, its name in the contract. */
import type { CopyFormat } from '../../contract/query.ts';
import type { CopyFormatter } from './copy-format.ts';
import { COPY_HTML } from './html.ts';
import { COPY_JSON } from './json.ts';
import { COPY_MARKDOWN } from './markdown.ts';
import { COPY_XML } from './xml.ts';
import { COPY_XMPP_JS } from './xmpp-js.ts';

/** By name, in the order of a menu. */
export const COPY_FORMATTERS: Readonly<Record<CopyFormat, CopyFormatter>> = {
  xml: COPY_XML,
  'xmpp-js': COPY_XMPP_JS,
  markdown: COPY_MARKDOWN,
  json: COPY_JSON,
  html: COPY_HTML,
};
