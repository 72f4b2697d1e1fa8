/** Values that differ from one run to the next, brought to one form on both sides of a comparison. */

const UNSTABLE: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Stream ids.
  [/(<(?:stream:stream|open) [^>]*?\bid=')[0-9a-f]{16}'/g, "$1STREAM-ID'"],
  [/(<body [^>]*?\bsid=')[0-9a-f]{40}'/g, "$1SID'"],
  // Resources the server chose.
  [/\d{4}-\d{6}-\d{6}-[0-9a-f]{16}/g, 'RESOURCE'],
  [/\bstamp='\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z'/g, "stamp='TIME'"],
  // Ids of published items: UUIDs.
  [/\bid='[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'/g, "id='ITEM-ID'"],
  // Ids of the server's own IQs: roster pushes and publish requests.
  [/\bid='push[0-9a-f]{16}'/g, "id='ROSTER-PUSH'"],
  [/(<iq from='localhost' id=')[^']+(' to='ext\.localhost')/g, '$1PUBLISH-ID$2'],
  [/(<enabled id=')[^']+'/g, "$1RESUME-ID'"],
  [/(<resumed h='\d+' previd=')[^']+'/g, "$1RESUME-ID'"],
];

/** Brings unstable values to one form. */
export function normalise(xml: string): string {
  return UNSTABLE.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), xml);
}

/** One registration as the recorder printed it, in any order. */
export interface PrintedRegistration {
  readonly jid: string;
  readonly node: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Reads `[{<<"jid">>,<<"node">>, #{<<"key">> => <<"value">>}}]`. */
export function readPrintedRegistrations(text: string): readonly PrintedRegistration[] {
  const entries = text.matchAll(/\{<<"([^"]*)">>,\s*<<"([^"]*)">>,\s*#\{(.*?)\}\}/g);
  return [...entries].map(([, jid = '', node = '', options = '']) => ({
    jid,
    node,
    options: Object.fromEntries(
      [...options.matchAll(/<<"([^"]*)">>\s*=>\s*<<"([^"]*)">>/g)].map(([, key, value]) => [
        key,
        value,
      ]),
    ),
  }));
}
