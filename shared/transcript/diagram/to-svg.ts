/**
 * Writes a diagram as an SVG document that stands alone: no script, no style sheet, nothing fetched.
 * SVG 1.1 second edition, 2011-08; on white, so that it can be read wherever it is put.
 */
import { escapeText } from '../../xml/serialize.ts';
import { toVisibleText } from '../../xml/visible-text.ts';
import { formatLatency } from '../latency-text.ts';
import { type Arrow, type ArrowTone, arrowText } from './arrow.ts';
import type { Diagram, DiagramLine } from './diagram.ts';
import {
  columnWidth,
  columnX,
  diagramWidth,
  DIAGRAM_SIZES,
  layArrow,
  layLoss,
} from './geometry.ts';
import type { Lifeline } from './lifelines.ts';

const { head: HEAD, row: ROW, arrow: ARROW, label: LABEL } = DIAGRAM_SIZES;
/** Room that a diagram in a document usually has, in pixels. */
const PAGE_WIDTH = 960;
/** Of a character of the labels, about, in pixels. */
const CHARACTER_WIDTH = 6.7;

const INK = '#191c20';
const FAINT = '#5f6874';
const LINE = '#b3bac4';
const TONES: Readonly<Record<ArrowTone, string>> = {
  normal: '#3f4fc9',
  attention: '#805200',
  failed: '#b72a25',
};

/**
 * Writes a diagram.
 * @param title what it shows, for people who hear it
 */
export function toSvg({ lifelines, lines }: Diagram, title: string): string {
  const width = columnWidth(lifelines.length, PAGE_WIDTH);
  const places = new Map(lifelines.map(({ key }, index) => [key, index]));
  const total = diagramWidth(lifelines.length, width);
  const height = HEAD + lines.length * ROW + ROW / 2;
  const drawLine = (line: DiagramLine, index: number): string =>
    `<g transform="translate(0 ${HEAD + index * ROW})">${drawTime(line)}${drawArrow(
      { arrow: line.arrow, from: places.get(line.arrow.from) ?? 0 },
      { to: places.get(line.arrow.to) ?? 0, width, total },
    )}</g>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${height}" ` +
      `viewBox="0 0 ${total} ${height}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${text(title)}</title>`,
    `<rect width="${total}" height="${height}" fill="#ffffff"/>`,
    ...lifelines.map((lifeline, index) =>
      drawLifeline(lifeline, columnX(index, width), width, height),
    ),
    ...lines.map(drawLine),
    '</svg>',
    '',
  ].join('\n');
}

function drawLifeline({ kind, name }: Lifeline, x: number, width: number, height: number): string {
  const box = width - 16;
  const weight = kind === 'session' ? ' font-weight="bold"' : '';
  return (
    `<line x1="${x}" y1="${HEAD - 8}" x2="${x}" y2="${height}" stroke="${LINE}"/>` +
    `<rect x="${x - box / 2}" y="6" width="${box}" height="${HEAD - 14}" rx="4" ` +
    `fill="#ffffff" stroke="${LINE}"/>` +
    `<text x="${x}" y="23" text-anchor="middle" fill="${INK}"${weight}>${text(cut(name, box))}</text>`
  );
}

function drawTime({ time, gapMs }: DiagramLine): string {
  const clock = `<text x="8" y="${ARROW + 3}" fill="${FAINT}" font-size="11">${text(time.slice(11, 23))}</text>`;
  if (gapMs === null) return clock;
  return `${clock}<text x="8" y="12" fill="${FAINT}" font-size="11">⋮ ${formatLatency(gapMs)} later</text>`;
}

function drawArrow(
  { arrow, from }: { readonly arrow: Arrow; readonly from: number },
  { to, width, total }: { readonly to: number; readonly width: number; readonly total: number },
): string {
  const words = toVisibleText(arrowText(arrow));
  const colour = TONES[arrow.tone];
  const hint = `<title>${escapeText(words)}</title>`;
  if (arrow.kind === 'note') return hint + drawNote(words, columnX(from, width), { colour, total });
  const laid = arrow.kind === 'loss' ? layLoss(from, to, width) : layArrow(from, to, width);
  const middle = (laid.fromX + laid.toX) / 2;
  const room = Math.max(Math.abs(laid.toX - laid.fromX), width) + width / 3;
  const dash = arrow.answer ? ' stroke-dasharray="5 3"' : '';
  const fill = arrow.kind === 'loss' ? 'none' : colour;
  return (
    `${hint}<line x1="${laid.fromX}" y1="${ARROW}" x2="${laid.toX}" y2="${ARROW}" ` +
    `stroke="${colour}" stroke-width="1.3"${dash}/>` +
    `<path d="${laid.tip}" fill="${fill}" stroke="${colour}" stroke-width="1.3"/>` +
    label(cut(words, room), middle, arrow.tone === 'normal' ? INK : colour)
  );
}

function drawNote(
  words: string,
  x: number,
  { colour, total }: { readonly colour: string; readonly total: number },
): string {
  const shown = cut(words, total - x - 24);
  const length = Array.from(shown).length * CHARACTER_WIDTH + 16;
  return (
    `<rect x="${x}" y="${LABEL - 11}" width="${length}" height="22" rx="4" fill="#f6f7f9" stroke="${colour}"/>` +
    `<text x="${x + 8}" y="${LABEL + 4}" fill="${INK}" font-size="11">${escapeText(shown)}</text>`
  );
}

/** On a white ground of its own, so that lifelines do not cross it. */
function label(words: string, x: number, colour: string): string {
  return (
    `<text x="${x}" y="${LABEL}" text-anchor="middle" font-family="monospace" font-size="11" ` +
    `fill="${colour}" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escapeText(words)}</text>`
  );
}

function cut(words: string, room: number): string {
  const characters = Array.from(words);
  const most = Math.max(8, Math.floor(room / CHARACTER_WIDTH));
  return characters.length <= most ? words : `${characters.slice(0, most - 1).join('')}…`;
}

function text(words: string): string {
  return escapeText(toVisibleText(words));
}
