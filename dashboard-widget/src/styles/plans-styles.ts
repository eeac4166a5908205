import { css } from 'lit';

export const plansStyles = css`
  .rows > table tbody tr { block-size: 62px; }
  .rows > table tbody th { inline-size: auto; max-inline-size: none; }
  .course { inline-size: 100%; min-inline-size: 40px; }
  .course svg { inline-size: 100%; block-size: 34px; fill: none; stroke: var(--_accent); stroke-width: 2; }
  .course:dir(rtl) svg { transform: scaleX(-1); }
`;
