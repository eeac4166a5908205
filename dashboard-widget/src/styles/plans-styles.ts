import { css } from 'lit';

export const plansStyles = css`
  tbody tr { block-size: 62px; }
  tbody th { inline-size: auto; max-inline-size: none; padding-inline-start: 10px; }
  thead th:first-child { padding-inline-start: 10px; }
  .course { inline-size: 100%; min-inline-size: 40px; }
  .course svg { inline-size: 100%; block-size: 34px; fill: none; stroke: var(--_accent); stroke-width: 2; }
  .course:dir(rtl) svg { transform: scaleX(-1); }
`;
