/** The requests of the recordings of a real MongooseIM, each with what it was answered. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseXml } from '#shared/xml/parse.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { readStanzaError } from '#shared/xmpp/stanza-error.ts';

const FOLDER = new URL('../fixtures/golden/', import.meta.url);

export interface AnsweredRequest {
  readonly file: string;
  readonly xml: string;
  /** `result`, or the condition of the error. */
  readonly answer: string;
  readonly answerXml: string;
}

interface RecordedLine {
  readonly dir: string;
  readonly conn?: string;
  readonly xml?: string;
}

/** All of them, in the order of the recordings. */
export function answeredRequests(): readonly AnsweredRequest[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap(requestsIn);
}

function requestsIn(file: string): readonly AnsweredRequest[] {
  const lines = readFileSync(new URL(file, FOLDER), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedLine);
  return lines.flatMap((line, index) => {
    const request = line.dir === 'out' ? readIq(line) : null;
    if (request === null || !['get', 'set'].includes(request.attrs['type'] ?? '')) return [];
    const answer = lines.slice(index + 1).find((later) => answers(line, request, later));
    const element = answer === undefined ? null : readIq(answer);
    if (element === null) return [];
    const refused = element.attrs['type'] === 'error';
    const condition = refused ? (readStanzaError(element)?.condition ?? '') : 'result';
    return [{ file, xml: line.xml ?? '', answer: condition, answerXml: answer?.xml ?? '' }];
  });
}

function answers(request: RecordedLine, iq: XmlElement, line: RecordedLine): boolean {
  if (line.dir !== 'in' || line.conn !== request.conn) return false;
  const answer = readIq(line);
  return (
    answer !== null &&
    answer.attrs['id'] === iq.attrs['id'] &&
    ['result', 'error'].includes(answer.attrs['type'] ?? '')
  );
}

function readIq(line: RecordedLine): XmlElement | null {
  const parsed = parseXml(line.xml ?? '');
  return parsed.ok && parsed.element.name === 'iq' ? parsed.element : null;
}
