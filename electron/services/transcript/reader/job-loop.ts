/**
 * Long work in small steps, so that a short question never waits for it. Work is a generator that yields
 * every few milliseconds; between two steps the thread hears what else is asked.
 */
export interface JobLoop {
  /**
   * Takes work up. What is urgent goes before what is not.
   * @returns the function that ends it where it is
   */
  add(job: Job): () => void;
}

/** A piece of work. */
export interface Job {
  readonly steps: Iterator<void>;
  /** Asked before each step. */
  urgent(): boolean;
  /** Told when it has come to its end; not when it was ended from outside. */
  onEnd(): void;
  /** Told what a step threw; the work is over. */
  onError(error: unknown): void;
}

/** Longest time work takes before it yields, in milliseconds. */
export const STEP_MS = 8;

/**
 * Creates a loop.
 * @param defer calls back once what has come in meanwhile has been heard
 */
export function createJobLoop(
  defer: (next: () => void) => void = (next) => void setImmediate(next),
): JobLoop {
  let jobs: Job[] = [];
  let running = false;

  function runNext(): void {
    const job = jobs.find((one) => one.urgent()) ?? jobs[0];
    if (job === undefined) {
      running = false;
      return;
    }
    remove(job);
    try {
      if (job.steps.next().done === true) job.onEnd();
      // Behind the others, so that they take turns.
      else jobs.push(job);
    } catch (error) {
      job.onError(error);
    }
    defer(runNext);
  }

  function remove(job: Job): void {
    jobs = jobs.filter((one) => one !== job);
  }

  return {
    add(job) {
      jobs.push(job);
      if (!running) {
        running = true;
        defer(runNext);
      }
      return () => remove(job);
    },
  };
}

/** Runs work that somebody waits for. @returns what it answers */
export function runSteps<Value>(jobs: JobLoop, steps: Generator<void, Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    jobs.add({
      steps: untilEnd(steps, resolve),
      urgent: () => true,
      onEnd: () => undefined,
      onError: reject,
    });
  });
}

function* untilEnd<Value>(
  steps: Generator<void, Value>,
  tell: (value: Value) => void,
): Generator<void, void> {
  tell(yield* steps);
}
