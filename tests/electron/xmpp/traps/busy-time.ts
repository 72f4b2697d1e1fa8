/** How long the main thread was at work, so that nothing else could run on it. */

/** Node 23.9 and later; the declared types are those of the oldest Node supported. */
type ThreadCpuUsage = () => { readonly user: number; readonly system: number };

/**
 * Runs something and measures the processor time of this thread meanwhile: what else the machine does
 * does not count, and neither does what runs in the thread pool.
 * @returns milliseconds
 */
export async function measureBusyMs(work: () => Promise<unknown>): Promise<number> {
  const before = threadMs();
  await work();
  return threadMs() - before;
}

function threadMs(): number {
  const { threadCpuUsage } = process as unknown as { readonly threadCpuUsage: ThreadCpuUsage };
  const { user, system } = threadCpuUsage();
  return (user + system) / 1_000;
}
