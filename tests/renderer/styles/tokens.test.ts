/** The themes as figures: contrast of everything that carries text, and no value outside the tokens. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SESSION_HUES } from '#shared/contract/session.ts';

const RENDERER = join(import.meta.dirname, '..', '..', '..', 'renderer');
const css = readFileSync(join(RENDERER, 'styles', 'tokens.css'), 'utf8');
const [normalCss = '', contrastCss = ''] = css.split(":root[data-contrast='more']");

type Theme = 'light' | 'dark' | 'high contrast light' | 'high contrast dark';

function readPairs(text: string): Map<string, readonly [light: string, dark: string]> {
  const pairs = new Map<string, readonly [string, string]>();
  for (const [, name = '', light = '', dark = ''] of text.matchAll(
    /(--[\w-]+): light-dark\((#\w+), (#\w+)\)/g,
  )) {
    pairs.set(name, [light, dark]);
  }
  for (const [, name = '', colour = ''] of text.matchAll(/(--[\w-]+): (#\w{6});/g)) {
    pairs.set(name, [colour, colour]);
  }
  return pairs;
}

const normal = readPairs(normalCss);
const contrast = new Map([...normal, ...readPairs(contrastCss)]);

function colourOf(theme: Theme, name: string): string {
  const pairs = theme.startsWith('high') ? contrast : normal;
  const pair = pairs.get(name);
  if (pair === undefined) throw new Error(`${name} is no colour`);
  return theme.endsWith('dark') ? pair[1] : pair[0];
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(left: string, right: string): number {
  const [dark = 0, light = 0] = [luminance(left), luminance(right)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const THEMES: readonly Theme[] = ['light', 'dark', 'high contrast light', 'high contrast dark'];
const TEXTS = ['--text', '--text-soft', '--text-faint'];
const MEANINGS = ['--accent', '--passed', '--attention', '--failed', '--pending'];
const XML = ['--xml-element', '--xml-attribute', '--xml-value', '--xml-punctuation'];
const DIRECTIONS = ['--direction-out', '--direction-in'];
const SURFACES = ['--surface-window', '--surface-pane', '--surface-sunken', '--surface-raised'];
const ROWS = ['--surface-hover', '--surface-selected'];

/** Text colours with the surfaces they stand on. */
const PAIRS: readonly (readonly [string, string])[] = [
  ...[...TEXTS, ...MEANINGS].flatMap((text) =>
    [...SURFACES, ...ROWS].map((surface) => [text, surface] as const),
  ),
  ...XML.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)),
  ...DIRECTIONS.flatMap((text) => ROWS.map((surface) => [text, surface] as const)),
  ...TEXTS.flatMap((text) =>
    ['--failed-tint', '--attention-tint', '--accent-tint'].map((tint) => [text, tint] as const),
  ),
  ['--failed', '--failed-tint'],
  ['--accent', '--accent-tint'],
  ['--text-on-accent', '--accent-fill'],
  ['--text-on-accent', '--accent-fill-hover'],
];

describe.each(THEMES)('theme %s', (theme) => {
  it('gives every text enough contrast', () => {
    const tooClose = PAIRS.map(([text, surface]) => ({
      text,
      surface,
      ratio: ratio(colourOf(theme, text), colourOf(theme, surface)),
    })).filter((pair) => pair.ratio < 4.5);
    expect(tooClose).toEqual([]);
  });

  it('shows focus and session dots', () => {
    const dots = Array.from({ length: SESSION_HUES }, (_, hue) => `--session-hue-${hue}`);
    const faint = ['--focus', ...dots].filter(
      (name) => ratio(colourOf(theme, name), colourOf(theme, '--surface-pane')) < 3,
    );
    expect(faint).toEqual([]);
    expect(new Set(dots.map((name) => colourOf(theme, name))).size).toBe(SESSION_HUES);
  });
});

describe('components', () => {
  const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(vue|css)$/.test(path) && !path.endsWith('tokens.css'))
    .map((path) => ({ path, text: readFileSync(join(RENDERER, path), 'utf8') }));
  const styles = files.map(({ path, text }) => ({
    path,
    text: path.endsWith('.css') ? text : text.slice(text.indexOf('<style')),
  }));

  it('use no literal colour', () => {
    const literal = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i;
    expect(styles.filter(({ text }) => literal.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('use no literal pixel size', () => {
    const literal = /\b\d+(?:\.\d+)?px\b/;
    expect(styles.filter(({ text }) => literal.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('use only tokens that exist', () => {
    const known = new Set([...css.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
    const local = new Set(['--arrow-colour', '--dot-colour', '--indent', '--entry-columns']);
    const unknown = styles.flatMap(({ path, text }) =>
      [...text.matchAll(/var\((--[\w-]+)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !known.has(name) && !local.has(name) && !name.startsWith('--reka-'))
        .map((name) => `${path}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});
