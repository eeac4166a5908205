import { css } from 'lit';

/** Shared by all elements: reset, controls, focus, what only screen readers get, skeletons. */
export const base = css`
  *, *::before, *::after { box-sizing: border-box; }
  h2, h3, p, dl, dd, figure, table { margin: 0; padding: 0; font: inherit; }
  ul, ol { list-style: none; margin: 0; padding: 0; }
  button, select, input { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; }
  button { background: none; border: 0; padding: 0; text-align: inherit; cursor: pointer; }
  :focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; border-radius: 4px; }
  svg { display: block; overflow: visible; }
  .icon { inline-size: 16px; block-size: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
  .quiet {
    display: inline-flex; align-items: center; gap: 6px; min-block-size: 28px; padding: 3px 8px; border-radius: 8px;
    color: var(--_muted); white-space: nowrap;
  }
  .quiet:hover, .quiet[aria-expanded='true'] { background: var(--_ground); color: var(--_ink); }
  .quiet:disabled { opacity: 0.4; pointer-events: none; }
  .quiet[aria-pressed='true'] { color: var(--_accent); background: var(--_tint); }
  .control {
    display: inline-flex; align-items: center; gap: 8px; min-block-size: 34px; padding: 6px 12px; border-radius: 8px;
    background: var(--_surface); border: 1px solid var(--_line); font-weight: 500; white-space: nowrap;
  }
  .control:hover { border-color: var(--_edge); }
  select.quiet { border: 0; background: none; field-sizing: content; }
  option { background: var(--_surface); color: var(--_ink); font-weight: 400; }
  .note { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 4px; text-align: center; color: var(--_muted); padding: 16px; }
  .note strong { color: var(--_ink); font-weight: 560; }
  .note .control { margin-block-start: 10px; color: var(--_ink); }
  .unseen { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .skeleton { display: block; border-radius: 5px; background: var(--_ground); min-block-size: 18px; }
  [popover] {
    position: absolute; inset: auto; z-index: 9; margin: 0; padding: 6px; border: 1px solid var(--_line); border-radius: var(--_radius);
    background: var(--_surface); color: var(--_ink); box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 12px 32px -8px rgb(0 0 0 / 18%);
    max-inline-size: min(320px, calc(100vw - 16px));
  }
  @media (prefers-reduced-motion: no-preference) {
    .skeleton { animation: breathe 1.8s ease-in-out infinite alternate; }
    @keyframes breathe { to { opacity: 0.5; } }
  }
  @media (forced-colors: active) {
    [aria-pressed='true'], [aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; }
    .skeleton { border: 1px solid GrayText; }
  }
`;
