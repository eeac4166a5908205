import { css } from 'lit';

export const calendarStyles = css`
  :host { font: inherit; inline-size: 266px; }
  header { display: flex; align-items: center; justify-content: space-between; }
  h3 { font-weight: 560; }
  table { border-collapse: collapse; table-layout: fixed; inline-size: 100%; }
  th { font-weight: 400; font-size: 12px; color: var(--_muted); padding-block: 4px; }
  td { text-align: center; block-size: 36px; padding: 0; cursor: pointer; }
  td[aria-label]:hover { background: var(--_ground); }
  td[aria-selected='true'] { background: var(--_tint); }
  td[aria-selected='true']:is(.from, .to) { background: var(--_accent); color: var(--_surface); }
  td.from { border-start-start-radius: 8px; border-end-start-radius: 8px; }
  td.to { border-start-end-radius: 8px; border-end-end-radius: 8px; }
  td.today { font-weight: 650; text-decoration: underline; text-underline-offset: 3px; }
  td[aria-disabled='true'] { color: var(--_muted); text-decoration: line-through; cursor: default; }
  td:not([aria-label]) { cursor: default; }
  .turn svg { transform: rotate(90deg); }
  .turn:last-child svg { transform: rotate(-90deg); }
  :host(:dir(rtl)) .turn svg { transform: rotate(-90deg); }
  :host(:dir(rtl)) .turn:last-child svg { transform: rotate(90deg); }
`;
