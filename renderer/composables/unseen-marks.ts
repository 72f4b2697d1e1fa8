/**
 * Shows in CodeMirror what cannot be seen: unseen characters by their sign with the name on hover,
 * blanks at the end of a line, and text that runs from right to left apart from the markup around it,
 * which it would otherwise turn around.
 */
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  Direction,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import { describeUnseen, drawUnseen } from '#renderer/formatting/text-pieces.ts';
import { UNSEEN_SOURCE } from '#shared/xml/unseen-characters.ts';

class UnseenWidget extends WidgetType {
  readonly char: string;

  constructor(char: string) {
    super();
    this.char = char;
  }

  override eq(other: UnseenWidget): boolean {
    return other.char === this.char;
  }

  toDOM(): HTMLElement {
    const mark = document.createElement('span');
    mark.className = 'unseen-mark';
    mark.textContent = drawUnseen(this.char);
    mark.title = describeUnseen(this.char);
    return mark;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

const TRAILING = Decoration.mark({
  class: 'cm-trailing',
  attributes: { title: 'Blanks at the end of the line' },
});

const unseenCharacters = new MatchDecorator({
  regexp: new RegExp(`${UNSEEN_SOURCE}| +$`, 'gu'),
  decoration: ([found]) =>
    found.startsWith(' ') ? TRAILING : Decoration.replace({ widget: new UnseenWidget(found) }),
});

/** From the first to the last letter of a script that runs from right to left, as far as no markup comes between. */
const RIGHT_TO_LEFT =
  '[\\p{Script=Hebrew}\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Thaana}\\p{Script=Nko}]';
const rightToLeftRuns = new MatchDecorator({
  regexp: new RegExp(`${RIGHT_TO_LEFT}(?:[^<>"'=&]*${RIGHT_TO_LEFT})?`, 'gu'),
  decoration: Decoration.mark({
    class: 'cm-isolated',
    attributes: { dir: 'rtl' },
    bidiIsolate: Direction.RTL,
  }),
});

function markMatches(matches: MatchDecorator, isolates = false): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = matches.createDeco(view);
      }

      update(update: ViewUpdate): void {
        this.decorations = matches.updateDeco(update, this.decorations);
      }
    },
    {
      decorations: (plugin) => plugin.decorations,
      provide: (plugin) =>
        isolates
          ? EditorView.bidiIsolatedRanges.of(
              (view) => view.plugin(plugin)?.decorations ?? Decoration.none,
            )
          : [],
    },
  );
}

/** Both kinds of marks. */
export const unseenMarks: Extension = [
  markMatches(unseenCharacters),
  markMatches(rightToLeftRuns, true),
];
