import { css } from 'lit';

export const reportStyles = css`
  :host { container-type: inline-size; background: var(--_surface); --_row: 34px; }
  section { padding: 12px 20px 10px; }
  header { display: flex; align-items: center; gap: 2px; margin-inline: -8px; min-block-size: 34px; }
  .tabs { display: flex; gap: 2px; overflow-x: auto; scrollbar-width: none; padding-block: 3px; }
  .tab { padding: 4px 8px; border-radius: 8px; color: var(--_muted); white-space: nowrap; }
  .tab:hover { color: var(--_ink); }
  .tab[aria-selected='true'], select.quiet.on { color: var(--_ink); font-weight: 560; }
  select.quiet { max-inline-size: 150px; }
  header > h3 { padding-inline: 8px; font-weight: 560; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .end { display: flex; align-items: center; gap: 2px; margin-inline-start: auto; min-inline-size: 0; }
  .rows { position: relative; min-block-size: calc(28px + 6 * var(--_row)); }
  .tall { min-block-size: calc(28px + 9 * var(--_row)); }
  /* Few rows keep no more room than a note needs. */
  .rows:not(:has(.bones)) { min-block-size: calc(28px + 4 * var(--_row)); }
  .scroll { overflow: auto; }
  /* Half a row tells that there are more. */
  .all, .scroll { max-block-size: calc(28px + 14.5 * var(--_row)); overflow-y: auto; }
  .scroll .name { padding-inline: 0; }
  .busy table { opacity: 0.55; }
  table { transition: opacity 160ms; }
  thead th { block-size: 28px; padding-block: 4px; }
  tbody tr { block-size: var(--_row); }
  tbody th { position: relative; padding: 0; inline-size: 100%; max-inline-size: 0; }
  .bar { position: absolute; inset: 2px 0; inline-size: 100%; block-size: calc(100% - 4px); pointer-events: none; }
  .bar:dir(rtl) { transform: scaleX(-1); }
  .bar rect { fill: var(--_tint); }
  .name { position: relative; display: block; inline-size: 100%; padding: 5px 10px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .name:hover { text-decoration: underline; text-decoration-color: var(--_edge); text-underline-offset: 3px; }
  .tab:focus-visible, .name:focus-visible { outline-offset: -2px; }
  .share { min-inline-size: 62px; color: var(--_muted); }
  .lead { padding-block: 4px 10px; color: var(--_muted); }
  .step { display: flex; margin-block-end: 4px; }
  .step span:first-child { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .step .share { text-align: end; }
  .gauge { inline-size: 100%; block-size: 14px; fill: var(--_tint); }
  .gauge:dir(rtl) { transform: scaleX(-1); }
  .gauge .on { fill: var(--_accent); }
  .lost { padding-block: 4px 14px; font-size: 13px; color: var(--_muted); }
  .bones { display: grid; gap: 4px; padding-block-start: 30px; }
  .bones .skeleton { block-size: 30px; }
  .bones :nth-child(n + 2) { inline-size: 50%; }
  .bones :nth-child(n + 4) { inline-size: 28%; }
  footer { min-block-size: 30px; margin-inline: -8px; font-size: 13px; color: var(--_muted); }
  footer p { padding-inline: 8px; }
  @container (max-width: 420px) {
    .extra { display: none; }
  }
  @media (forced-colors: active) { .bar rect, .gauge rect:not(.on) { fill: none; stroke: Highlight; } }
`;
