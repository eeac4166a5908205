import { css } from 'lit';

export const rangeStyles = css`
  :host { display: grid; max-inline-size: 100%; }
  .presets { display: grid; grid-template-columns: 1fr 1fr; }
  .item:disabled { opacity: 0.45; pointer-events: none; }
  fieldset { border: 0; margin: 6px 0 0; padding: 8px 10px 0; min-inline-size: 0; border-block-start: 1px solid var(--_line); }
  legend { float: inline-start; inline-size: 100%; padding: 0 0 4px; font-size: 13px; color: var(--_muted); }
  .pick { display: flex; align-items: start; gap: 8px; padding-block: 4px; font-size: 14px; color: var(--_ink); clear: both; }
  .pick input { accent-color: var(--_accent); margin-block-start: 3px; flex: none; }
  form { border-block-start: 1px solid var(--_line); margin-block-start: 6px; justify-items: stretch; }
  stats-calendar { inline-size: auto; }
  .days { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }
  .days input { padding-inline: 6px; min-inline-size: 0; }
  .against .days { grid-template-columns: 1fr; padding-block: 4px; }
  @media (min-width: 620px) {
    :host { grid-template: auto 1fr / 216px 286px; }
    .presets { grid-template-columns: 1fr; align-content: start; }
    form { grid-area: 1 / 2 / 3; align-content: start; border-block-start: 0; border-inline-start: 1px solid var(--_line); margin-block: 0; margin-inline-start: 6px; padding-block: 4px; }
  }
`;
