import { css } from 'lit';

export const panelStyles = css`
  :host { container-type: inline-size; }
  .panel { display: grid; gap: 16px; }
  .head { display: grid; gap: 4px 16px; grid-template-columns: minmax(0, 1fr); }
  .site { color: var(--_muted); overflow-wrap: anywhere; }
  .site .skeleton, .foot .skeleton { inline-size: 160px; }
  h2 { font-size: 18px; line-height: 25px; font-weight: 560; letter-spacing: -0.014em; max-inline-size: 90ch; min-block-size: 125px; overflow-wrap: anywhere; }
  /* A block, so that its coming later does not break the first sentence's lines anew. */
  h2 span { display: block; color: var(--_muted); font-weight: 400; }
  /* A failure has but one sentence. */
  h2:not(:has(span)) { min-block-size: 0; }
  h2 .skeleton { block-size: 24px; max-inline-size: 44ch; }
  .tools { display: flex; gap: 8px; margin-block-start: 8px; }
  .sheet { border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); overflow: clip; }
  .cards { display: grid; gap: 1px; grid-template-columns: repeat(2, 1fr); background: var(--_line); border-block-end: 1px solid var(--_line); }
  .tables { display: grid; gap: 16px; }
  .sheet > :not(:defined) { display: block; block-size: 318px; }
  .foot { display: flex; align-items: start; justify-content: space-between; gap: 16px; color: var(--_muted); font-size: 13px; padding-inline-start: 4px; }
  .foot p { padding-block: 4px; }
  .foot .quiet { flex: none; }
  .filters { min-block-size: 30px; }
  .warning { padding: 10px 14px; border-radius: var(--_radius); border: 1px solid var(--_line); border-inline-start: 3px solid var(--_worse); background: var(--_surface); }
  .trouble { position: relative; min-block-size: 420px; }
  @container (min-width: 620px) {
    .head { grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
    .tools { grid-area: 1 / 2; margin: 0; }
    /* It comes when the reader's rights are known, and pushes nothing aside. */
    .late { order: -1; }
    h2 { grid-column: 1 / -1; font-size: 20px; line-height: 28px; min-block-size: 84px; }
    .cards { grid-template-columns: repeat(3, 1fr); }
    .n4 { grid-template-columns: repeat(4, 1fr); }
    .tables { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    .wide { grid-column: 1 / -1; }
  }
  @container (min-width: 980px) {
    h2 { font-size: 21px; line-height: 29px; min-block-size: 58px; }
    .n6 { grid-template-columns: repeat(6, 1fr); }
    .panel, .tables { gap: 20px; }
  }
`;
