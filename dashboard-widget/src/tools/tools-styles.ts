import { css } from 'lit';

/** What is behind buttons: menus, forms, explanations. */
export const toolsStyles = css`
  .item { display: flex; align-items: center; justify-content: space-between; inline-size: 100%; padding: 7px 10px; border-radius: 8px; }
  .item:hover { background: var(--_ground); }
  .item[aria-pressed='true'] { font-weight: 560; color: var(--_accent); }
  .menu { inline-size: 228px; }
  #range { max-inline-size: calc(100vw - 16px); }
  kbd { font: inherit; font-size: 12px; font-weight: 400; color: var(--_muted); }
  form { display: grid; gap: 8px; padding: 10px; }
  .item + form { margin-block-start: 6px; border-block-start: 1px solid var(--_line); }
  label { display: grid; gap: 3px; font-size: 13px; color: var(--_muted); }
  :is(form, .days) :is(input, select) { color: var(--_ink); background: var(--_surface); border: 1px solid var(--_edge); border-radius: 8px; padding: 5px 8px; min-block-size: 34px; font-size: 14px; inline-size: 100%; }
  form .control { justify-content: center; color: var(--_surface); background: var(--_accent); border-color: transparent; }
  .explanation { padding: 6px 8px; inline-size: 264px; font-size: 13px; line-height: 19px; }
  .explanation h3 { font-weight: 560; margin-block-end: 2px; }
  .explanation p { color: var(--_muted); }
  .explanation p + p { margin-block-start: 8px; padding-block-start: 8px; border-block-start: 1px solid var(--_line); }
  .trouble .note p { max-inline-size: 52ch; }
  pre { max-inline-size: 100%; overflow-x: auto; margin: 10px 0 0; padding: 12px 14px; border-radius: 8px; background: var(--_ground); color: var(--_ink); font: 13px/20px ui-monospace, monospace; text-align: start; }
  .tip {
    position: absolute; inset-block-start: 0; z-index: 2; pointer-events: none; min-inline-size: 132px; padding: 8px 12px; border-radius: 8px;
    background: var(--_surface); border: 1px solid var(--_line); box-shadow: 0 8px 24px -8px rgb(0 0 0 / 22%); font-size: 13px; white-space: nowrap;
  }
  .tip p { color: var(--_muted); }
  .tip dl { display: grid; grid-template-columns: 1fr auto; column-gap: 16px; }
  .tip dt { color: var(--_muted); display: flex; align-items: center; gap: 6px; }
  .tip dd { text-align: end; font-weight: 560; }
  .chips { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  .chip { display: inline-flex; align-items: center; gap: 4px; padding-inline: 12px 4px; border-radius: 16px; background: var(--_tint); min-block-size: 30px; max-inline-size: 100%; }
  .chip span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .chip b { font-weight: 560; }
  .chip button { padding: 5px; border-radius: 50%; }
  .chip button:hover { background: var(--_surface); }
`;
