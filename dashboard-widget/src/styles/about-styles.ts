import { css } from 'lit';

/** The explanation behind an ⓘ. */
export const aboutStyles = css`
  .explanation { padding: 12px 14px; inline-size: 280px; font-size: 13px; line-height: 19px; }
  .explanation h3 { font-weight: 560; margin-block-end: 2px; }
  .explanation p { color: var(--_muted); }
  .explanation p + p { margin-block-start: 8px; padding-block-start: 8px; border-block-start: 1px solid var(--_line); }
`;
