/** Texts that a hostile or broken peer could send: huge, deep, wide, turned around, cut off. */

const MEGABYTE = 1_000_000;

/** By what is bad about them. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  'ten megabytes': `<message><body>${'All work and no play. '.repeat(477_000)}</body></message>`,
  'a hundred thousand children':
    '<iq>' +
    Array.from({ length: 100_000 }, (_, index) => `<item id='${index}'>v${index}</item>`).join('') +
    '</iq>',
  'ten thousand levels': `${'<a>'.repeat(10_000)}x${'</a>'.repeat(10_000)}`,
  'attributes of a megabyte': `<iq a='${'x'.repeat(MEGABYTE)}' b='${'y z '.repeat(MEGABYTE / 4)}'><ping/></iq>`,
  'lines of a megabyte': `<message><body>${'<'.padEnd(MEGABYTE, '&lt;')}\n${'x'.repeat(MEGABYTE)}</body></message>`,
  'directions mixed': `<message><body>${'abc \u202Eשלום\u202C \u2067مرحبا\u2069 123 '.repeat(20_000)}</body></message>`,
  'control characters': `<message><body>${[...Array(32).keys()]
    .map((code) => String.fromCharCode(code))
    .join('x')
    .repeat(3_000)}</body></message>`,
  'broken markup': `<message><body a='${"<b c='".repeat(100_000)}`,
  'close tags alone': '</a>'.repeat(200_000),
};
