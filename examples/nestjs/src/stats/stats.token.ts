/** Under which Nest finds the collector's statistics. */
export const STATS = Symbol('statistics');
