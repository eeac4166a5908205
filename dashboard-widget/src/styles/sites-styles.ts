import { css } from 'lit';

export const sitesStyles = css`
  header { flex-wrap: wrap; }
  .end { flex-wrap: wrap; justify-content: end; gap: 6px; }
  input { flex: 1 1 110px; max-inline-size: 220px; min-block-size: 30px; padding: 3px 10px; border: 1px solid var(--_line); border-radius: 8px; background: var(--_surface); }
  input:hover { border-color: var(--_edge); }
  input::placeholder { color: var(--_muted); opacity: 1; }
  .words:not(:first-child) { text-align: start; }
  tbody th { min-inline-size: 160px; }
  /* Title and search in one row, choices in the next. */
  @container (max-width: 420px) {
    .end { display: contents; }
    header::after { content: ''; flex-basis: 100%; order: 1; }
    input { flex-basis: 60px; min-inline-size: 0; max-inline-size: none; }
    select.quiet { order: 2; }
  }
`;
