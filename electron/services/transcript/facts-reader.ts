/** The facts of recordings that are not open, each file read once until it changes. */
import { statSync } from 'node:fs';
import type { RecordingFacts } from '#shared/contract/channels.ts';
import { runFileTask } from './file-thread.ts';
import { readRecordingFacts } from './recording-facts.ts';
import { recordingPath } from './recording-files.ts';

/** Reads facts and keeps them. */
export interface FactsReader {
  /** The facts of a recording; what cannot be read is listed with its problem. */
  read(id: string): RecordingFacts;
  /** Reads those that are not known yet; many of them in a thread of their own. */
  learn(ids: readonly string[]): Promise<void>;
}

/** More files than that would hold up the main thread. */
const FEW = 8;

/** Creates a reader for a folder. */
export function createFactsReader(folder: string): FactsReader {
  const known = new Map<string, { readonly stamp: string; readonly facts: RecordingFacts }>();

  const stampOf = (id: string): string => {
    const path = recordingPath(folder, id);
    return `${fileStamp(path)} ${fileStamp(`${path}-wal`)}`;
  };

  return {
    read(id) {
      const stamp = stampOf(id);
      const before = known.get(id);
      if (before?.stamp === stamp) return before.facts;
      const facts = readRecordingFacts(folder, id);
      known.set(id, { stamp, facts });
      return facts;
    },
    async learn(ids) {
      const stamps = new Map(ids.map((id) => [id, stampOf(id)]));
      const unknown = ids.filter((id) => known.get(id)?.stamp !== stamps.get(id));
      if (unknown.length <= FEW) return;
      const learned = await runFileTask('facts', { folder, ids: unknown });
      if (!learned.ok) return;
      for (const facts of learned.value) {
        known.set(facts.id, { stamp: stamps.get(facts.id) ?? '', facts });
      }
    },
  };
}

function fileStamp(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.size}:${stats.mtimeMs}`;
}
