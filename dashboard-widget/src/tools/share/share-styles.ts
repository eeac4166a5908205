import { css } from 'lit';

export const shareStyles = css`
  :host { display: grid; gap: 4px; inline-size: 280px; max-inline-size: 100%; padding: 6px; }
  h3 { font-weight: 560; }
  p { color: var(--_muted); font-size: 13px; }
  p[role='alert'] { color: var(--_worse); }
  form, .once { padding: 6px 0; display: grid; gap: 8px; }
  .once .control, :host > .control { justify-content: center; }
  .once input { color: var(--_ink); background: var(--_ground); border: 1px solid var(--_edge); border-radius: 8px; padding: 5px 8px; inline-size: 100%; font: 13px/20px ui-monospace, monospace; }
  ul { border-block-start: 1px solid var(--_line); }
  li { display: flex; align-items: center; justify-content: space-between; gap: 8px; font-size: 13px; color: var(--_muted); padding-block-start: 4px; }
  li span { overflow-wrap: anywhere; }
  b { font-weight: 560; color: var(--_ink); }
`;
