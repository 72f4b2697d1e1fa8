/** The program's own version, from package.json; bundlers put it in as text. */
import facts from '../../package.json' with { type: 'json' };

/** Semantic version, e.g. `0.1.0`. */
export const VERSION: string = facts.version;
