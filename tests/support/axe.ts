/** Asks axe what is wrong with the page as it stands. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Desktop } from './desktop.ts';
import { setTheme } from './desktop-journey.ts';

/** All of WCAG 2.2 AA that axe can judge. Its advice beyond wants the divider of two landmarks inside one. */
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Rule and element of every finding; in dark only what colours can change.
 * @param within selects what is judged alone: behind a menu or a dialog that holds the focus, everything is
 *   hidden from assistive technology, and axe cannot know that it cannot be reached either
 */
export async function violations(desktop: Desktop, within?: string): Promise<readonly string[]> {
  await setTheme(desktop.page, 'light');
  const light = await axe(desktop, within).withTags(STANDARD).analyze();
  await setTheme(desktop.page, 'dark');
  const dark = await axe(desktop, within).withRules(['color-contrast']).analyze();
  return [...light.violations, ...dark.violations].flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`),
  );
}

/** Electron's pages can't open the second page that axe otherwise collects frames with. */
function axe(desktop: Desktop, within: string | undefined): AxeBuilder {
  const builder = new AxeBuilder({ page: desktop.page }).setLegacyMode(true);
  return within === undefined ? builder : builder.include(within);
}
