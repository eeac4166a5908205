import { css } from 'lit';

export const cardStyles = css`
  :host { container-type: inline-size; position: relative; background: var(--_surface); }
  .card {
    position: relative; display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px; align-content: start; inline-size: 100%; block-size: 100%;
    padding: 18px 20px 16px;
  }
  .card::before { content: ''; position: absolute; inset: 0 0 auto; block-size: 2px; }
  button.card:hover { background: var(--_ground); }
  .card[aria-pressed='true']::before { background: var(--_accent); }
  .card:focus-visible { outline-offset: -2px; z-index: 1; }
  .name { color: var(--_muted); font-size: 13px; padding-inline-end: 22px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .card[aria-pressed='true'] .name { color: var(--_ink); }
  .value { font-size: 26px; line-height: 34px; font-weight: 560; letter-spacing: -0.022em; white-space: nowrap; }
  .leader { display: block; font-size: 17px; letter-spacing: -0.01em; overflow: hidden; text-overflow: ellipsis; }
  .value .skeleton { inline-size: 84px; block-size: 26px; margin-block: 4px; }
  .change { display: flex; align-items: center; flex-wrap: wrap; column-gap: 6px; font-size: 13px; line-height: 18px; min-block-size: 18px; color: var(--_muted); }
  .amount { display: inline-flex; align-items: center; gap: 3px; font-weight: 560; }
  .amount .icon { inline-size: 12px; block-size: 12px; stroke-width: 2; }
  .better { color: var(--_better); }
  .worse { color: var(--_worse); }
  .change .skeleton { inline-size: 108px; block-size: 12px; }
  .about { position: absolute; inset-block-start: 14px; inset-inline-end: 12px; z-index: 2; padding: 6px; opacity: 0.6; }
  .about:is(:hover, :focus-visible, [aria-expanded='true']) { opacity: 1; }
  @container (max-width: 170px) {
    .card { padding: 14px 16px 12px; }
    .value { font-size: 22px; line-height: 30px; }
    .value .skeleton { block-size: 22px; }
    .leader { font-size: 15px; }
    .change { font-size: 12px; column-gap: 4px; }
    .about { inset-block-start: 10px; inset-inline-end: 6px; }
  }
`;
