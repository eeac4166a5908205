/**
 * The collector as a library: its figures in a back end of your own, tokens for the panel, and the types of the wire. The
 * collector itself is run by the command `passerby`.
 */
export * from './contract/index.ts';
export * from './auth/tokens.ts';
export { openStats, type Answers, type Stats, type StatsOptions, type StatsQuestion } from './stats/open-stats.ts';
