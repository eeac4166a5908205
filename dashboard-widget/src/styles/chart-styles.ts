import { css } from 'lit';

export const chartStyles = css`
  :host { container-type: inline-size; background: var(--_surface); }
  figure { padding: 16px 20px 14px; }
  header { display: flex; align-items: center; gap: 4px; min-block-size: 32px; margin-block-end: 8px; }
  h3 { font-weight: 560; margin-inline-end: auto; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .stage { position: relative; block-size: var(--sp-chart-height, 280px); }
  .plot { position: absolute; inset: 0; touch-action: pan-y; cursor: crosshair; }
  .busy .stage { opacity: 0.55; }
  .stage { transition: opacity 160ms; }
  .grid { stroke: var(--_line); shape-rendering: crispEdges; }
  .grid :first-child { stroke: var(--_edge); stroke-opacity: 0.6; }
  text { fill: var(--_muted); font-size: 12px; font-variant-numeric: tabular-nums; }
  .line, .unfinished, .previous { fill: none; stroke: var(--_accent); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
  .unfinished { stroke-dasharray: 2 5; }
  .previous { stroke: var(--_muted); stroke-width: 1.5; stroke-dasharray: 1 4; opacity: 0.9; }
  .area { fill: var(--_accent); opacity: 0.07; }
  .dot { fill: var(--_surface); stroke: var(--_accent); stroke-width: 2; }
  .dot.before { stroke: var(--_muted); stroke-width: 1.5; }
  .cursor { stroke: var(--_edge); shape-rendering: crispEdges; }
  .chosen { fill: var(--_accent); opacity: 0.12; }
  .key { inline-size: 14px; block-size: 8px; }
  .legend { display: flex; flex-wrap: wrap; gap: 4px 16px; min-block-size: 20px; margin-block-start: 6px; font-size: 13px; color: var(--_muted); }
  .legend span { display: inline-flex; align-items: center; gap: 6px; }
  .table { position: absolute; inset: 0; overflow: auto; }
  .bones { block-size: calc(100% - 28px); border-radius: 0; background: repeating-linear-gradient(var(--_line) 0 1px, transparent 1px 25%); }
  @container (max-width: 560px) {
    figure { padding: 12px 16px 10px; }
    .stage { block-size: var(--sp-chart-height, 220px); }
  }
  @container (max-width: 400px) {
    header { flex-wrap: wrap; }
    h3 { flex: 1 0 100%; }
    .legend { min-block-size: 44px; }
  }
`;
