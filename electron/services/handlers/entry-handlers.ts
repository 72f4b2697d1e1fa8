/** Requests about entries of a recording. */
import { ok } from '#shared/contract/result.ts';
import type { Handlers } from '../request-handlers.ts';
import { DIAGRAM_EXTENSIONS, saveDiagram } from '../transcript/diagram-export.ts';

/** Answers `entry.*`, `mark.*` and `diagram.*`; what leaves the program is redacted as an export is. */
export const entryHandlers: Handlers<
  | 'entry.read'
  | 'entry.copy'
  | 'entry.exchange'
  | 'mark.list'
  | 'mark.save'
  | 'diagram.save'
  | 'diagram.copy'
> = {
  'entry.read': ({ recordings }, { recordingId, seq, ...part }) =>
    recordings.read(recordingId, seq, part),
  'entry.copy': async ({ recordings, platform }, wanted) => {
    const text = await recordings.copyText(wanted);
    if (!text.ok) return text;
    await platform.copyText(text.value);
    return ok(null);
  },
  'entry.exchange': ({ recordings }, { recordingId, seq }) => recordings.exchange(recordingId, seq),
  'mark.list': ({ marks }, { recordingId }) => marks.list(recordingId),
  'mark.save': ({ marks, recordings }, mark) => {
    const saved = marks.save(mark);
    if (saved.ok) void recordings.queries.mark(mark.recordingId, saved.value);
    return saved;
  },
  'diagram.save': async ({ recordings, platform }, wanted) => {
    const diagram = await recordings.drawDiagram(wanted);
    if (!diagram.ok) return diagram;
    const path = await platform.chooseTarget(
      `pushscope-diagram${DIAGRAM_EXTENSIONS[wanted.format]}`,
    );
    return path === null ? ok(null) : saveDiagram(path, diagram.value);
  },
  'diagram.copy': async ({ recordings, platform }, wanted) => {
    const diagram = await recordings.drawDiagram(wanted);
    if (!diagram.ok) return diagram;
    await platform.copyText(diagram.value.text);
    return ok(null);
  },
};
