/** Values that the shown recording has in a field. */
import { request } from '#renderer/bridge/console-bridge.ts';
import type { SuggestedField } from '#shared/transcript/query/complete-query.ts';
import { useInspectorStore } from './inspector.ts';

/** @returns the commonest first; none where they cannot be had: completion goes without them */
export async function suggestValues(
  field: SuggestedField,
  prefix: string,
): Promise<readonly string[]> {
  const { recordingId } = useInspectorStore();
  if (recordingId === null) return [];
  const answer = await request('query.suggest', { recordingId, field, prefix });
  return answer.ok ? answer.value : [];
}
