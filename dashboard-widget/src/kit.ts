/** What the script's parts take from it instead of bringing it along: whatever has a state, and what is large. */
export { LitElement, css, html, nothing, svg } from 'lit';
export { figureParams } from './data/figure-params.ts';
export { FIGURES } from './data/figures.ts';
export { queryParams } from './data/query-params.ts';
export { StatsReport } from './elements/stats-report.ts';
export { updatedText } from './format/updated-text.ts';
export { valueName } from './format/value-name.ts';
export { figureTable } from './parts/figure-table.ts';
export { icon } from './parts/icon.ts';
export { base } from './styles/base.ts';
export { theme } from './styles/theme.ts';
