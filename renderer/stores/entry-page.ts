/** Reads pages of a recording for the inspector. */
import { request } from '#renderer/bridge/console-bridge.ts';
import type { EntryPage } from '#shared/contract/channels.ts';
import type { EntryFilter, EntryRow } from '#shared/transcript/entry.ts';
import { useNoticesStore } from './notices.ts';
import { PAGE_ROWS } from './row-window.ts';

export interface PagePlace {
  readonly afterSeq: number;
  readonly fromEnd: boolean;
  readonly beforeSeq?: number;
}

/** @returns null when there is no recording, or it could not be read; the user has been told then */
export async function readPage(
  recordingId: string | null,
  place: PagePlace,
  filter: EntryFilter,
): Promise<EntryPage | null> {
  if (recordingId === null) return null;
  const answer = await request('entry.page', {
    recordingId,
    filter: toPlainFilter(filter),
    limit: PAGE_ROWS,
    ...place,
  });
  if (answer.ok) return answer.value;
  useNoticesStore().showProblem(answer.error);
  return null;
}

/** Reactive proxies do not cross the bridge; the filter's lists are copied out of theirs. */
export function toPlainFilter(filter: EntryFilter): {
  sessionIds?: string[];
  directions?: EntryRow['direction'][];
  kinds?: EntryRow['kind'][];
  text?: string;
  errorsOnly?: boolean;
} {
  return {
    ...(filter.sessionIds === undefined ? {} : { sessionIds: [...filter.sessionIds] }),
    ...(filter.directions === undefined ? {} : { directions: [...filter.directions] }),
    ...(filter.kinds === undefined ? {} : { kinds: [...filter.kinds] }),
    ...(filter.text === undefined ? {} : { text: filter.text }),
    ...(filter.errorsOnly === undefined ? {} : { errorsOnly: filter.errorsOnly }),
  };
}
