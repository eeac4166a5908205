import { css } from 'lit';

export const panelStyles = css`
  :host { container-type: inline-size; }
  .panel { display: grid; gap: 16px; }
  .head { display: flex; flex-wrap: wrap; align-items: center; gap: 12px 16px; min-block-size: 36px; }
  h2 { font-size: 20px; line-height: 28px; font-weight: 600; letter-spacing: -0.015em; margin-inline-end: auto; min-inline-size: 0; overflow-wrap: anywhere; }
  .tools { display: flex; gap: 8px; }
  .sheet { border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); overflow: clip; }
  .cards { display: grid; gap: 1px; grid-template-columns: repeat(2, 1fr); background: var(--_line); border-block-end: 1px solid var(--_line); }
  .tables { display: grid; gap: 16px; }
  .foot { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 16px; color: var(--_muted); font-size: 12.5px; padding-inline: 4px; }
  .foot .quiet { margin-inline-start: auto; }
  .menu { inline-size: 240px; }
  .item { display: flex; align-items: center; justify-content: space-between; inline-size: 100%; padding: 7px 10px; border-radius: 6px; }
  .item:hover { background: var(--_ground); }
  .item[aria-pressed='true'] { font-weight: 560; color: var(--_accent); }
  .menu form { display: grid; gap: 8px; margin-block-start: 6px; padding: 10px; border-block-start: 1px solid var(--_line); }
  .menu label { display: grid; gap: 3px; font-size: 12.5px; color: var(--_muted); }
  .menu input, .menu select { color: var(--_ink); background: var(--_surface); border: 1px solid var(--_edge); border-radius: 6px; padding: 5px 8px; min-block-size: 34px; font-size: 14px; inline-size: 100%; }
  .menu form .control { justify-content: center; color: var(--_surface); background: var(--_accent); border-color: transparent; }
  .chips { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  .chip { display: inline-flex; align-items: center; gap: 4px; padding-inline: 12px 4px; border-radius: 16px; background: var(--_tint); min-block-size: 30px; max-inline-size: 100%; }
  .chip span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .chip b { font-weight: 560; }
  .chip button { padding: 5px; border-radius: 50%; }
  .chip button:hover { background: var(--_surface); }
  .warning { padding: 10px 14px; border-radius: var(--_radius); border: 1px solid var(--_line); border-inline-start: 3px solid var(--_worse); background: var(--_surface); }
  .trouble { position: relative; min-block-size: 420px; }
  .note { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 4px; text-align: center; color: var(--_muted); padding: 16px; }
  .note strong { color: var(--_ink); font-weight: 560; font-size: 16px; line-height: 24px; }
  .note .control { margin-block-start: 12px; color: var(--_ink); }
  @container (min-width: 620px) {
    .cards { grid-template-columns: repeat(3, 1fr); }
    .tables { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  }
  @container (min-width: 980px) {
    .cards { grid-template-columns: repeat(6, 1fr); }
    .panel, .tables { gap: 20px; }
  }
`;
