export * from './conversions.ts';
export * from './event.ts';
export * from './limits.ts';
export * from './problems.ts';
export * from './reasons.ts';
export * from './stats.ts';
