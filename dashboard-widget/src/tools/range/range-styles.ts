import { css } from 'lit';

export const rangeStyles = css`
  :host { display: grid; max-inline-size: 100%; }
  .presets { display: grid; grid-template-columns: 1fr 1fr; }
  .item:disabled { opacity: 0.45; pointer-events: none; }
  form { border-block-start: 1px solid var(--_line); margin-block-start: 6px; justify-items: stretch; }
  stats-calendar { inline-size: auto; }
  .days { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }
  .days input { padding-inline: 6px; }
  @media (min-width: 620px) {
    :host { grid-template-columns: 190px 286px; }
    .presets { grid-template-columns: 1fr; align-content: start; }
    form { border-block-start: 0; border-inline-start: 1px solid var(--_line); margin-block: 0; margin-inline-start: 6px; padding-block: 4px; }
  }
`;
