export * from './base.ts';
export * from './report-styles.ts';
export * from './card-styles.ts';
export * from './chart-styles.ts';
export * from './panel-styles.ts';
export * from './table-styles.ts';
export * from './theme.ts';
