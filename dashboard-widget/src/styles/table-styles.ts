import { css } from 'lit';

/** Tables of figures: names at the start, figures at the end, hairlines between. */
export const tableStyles = css`
  table { inline-size: 100%; border-collapse: collapse; }
  caption { text-align: start; }
  th { font-weight: 400; color: var(--_muted); font-size: 13px; text-align: start; white-space: nowrap; }
  thead th { padding-block: 6px; }
  /* Where the rows scroll below their title, and not where the page scrolls both away. */
  :is(.all, .scroll, .table) thead th { position: sticky; inset-block-start: 0; z-index: 1; background: var(--_surface); }
  tbody th { color: var(--_ink); font-size: inherit; }
  td, th:not(:first-child) { text-align: end; white-space: nowrap; padding-inline-start: 16px; }
  .lined tbody tr { border-block-start: 1px solid var(--_line); }
  .lined :is(td, tbody th) { padding-block: 6px; }
`;
