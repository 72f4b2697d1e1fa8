/** Between a session and its stream: where answers are spoilt on their way to the client. */
import type { XmlElement } from '#shared/xml/node.ts';
import { faultyAnswers, isAnswer } from './fault-answers.ts';
import { dueIntrusions } from './fault-intrusions.ts';
import { dueStreamError } from './fault-stream-errors.ts';
import type { FaultBoard } from './faults.ts';
import type { StreamViolation } from './stream-management.ts';

/** What {@link createFaultLink} needs. */
export interface FaultLinkOptions {
  readonly faults: FaultBoard;
  send(element: XmlElement): void;
  /** Writes text as it is. */
  write(text: string): void;
  endWithError(violation: StreamViolation): void;
  /** Closes the connection without a word. */
  close(): void;
}

/** A way to the client that does wrong what it is told to. */
export interface FaultLink {
  send(element: XmlElement): void;
  /** Drops the answers that still wait. */
  dispose(): void;
}

/** Creates the link of one stream. */
export function createFaultLink(options: FaultLinkOptions): FaultLink {
  const { faults } = options;
  const waiting = new Set<NodeJS.Timeout>();

  function sendLater(elements: readonly XmlElement[], delayMs: number): void {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      elements.forEach(options.send);
    }, delayMs);
    waiting.add(timer);
  }

  function answer(element: XmlElement): void {
    const violation = dueStreamError(faults, 'request');
    if (violation !== null) return void options.endWithError(violation);
    if (faults.has('close-without-error')) return void options.close();
    dueIntrusions(faults).forEach(options.write);
    if (faults.has('silent')) return;
    const delayMs = Math.max(faults.value('slow-answers') ?? 0, faults.value('late-answers') ?? 0);
    const answers = faultyAnswers(element, faults);
    if (delayMs === 0) answers.forEach(options.send);
    else sendLater(answers, delayMs);
  }

  return {
    send(element) {
      if (isAnswer(element)) answer(element);
      else options.send(element);
    },
    dispose() {
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
