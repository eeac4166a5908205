import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { AxisLabel } from './axis-labels.ts';
import type { Plot } from './plot.ts';

export interface ChartDrawing {
  plot: Plot;
  labels: readonly AxisLabel[];
  tickText: (value: number) => string;
  /** Values of the point under the cursor; undefined without one. */
  cursor: { index: number; value: number; previous: number | undefined } | undefined;
  /** Points between which the reader is dragging. */
  chosen: readonly [number, number] | undefined;
  rtl: boolean;
}

/** The chart's picture. All its words and values are beside it as text too, so it is hidden from screen readers. */
export function chartSvg({ plot, labels, tickText, cursor, chosen, rtl }: ChartDrawing): SVGTemplateResult {
  const { width, height, top, bottom, start, end, x, y } = plot;
  const edge = rtl ? end + 10 : start - 10;
  const from = chosen && Math.min(x(chosen[0]), x(chosen[1]));
  return svg`
    <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" direction="ltr" aria-hidden="true" part="svg">
      <g class="grid">${plot.ticks.map((tick) => svg`<line x1=${start} x2=${end} y1=${y(tick)} y2=${y(tick)}/>`)}</g>
      <g>${plot.ticks.map((tick) => svg`<text x=${edge} y=${y(tick) + 4} text-anchor=${rtl ? 'start' : 'end'}>${tickText(tick)}</text>`)}</g>
      <g>${labels.map((label) => svg`<text x=${label.x} y=${height - 6} text-anchor=${label.anchor}>${label.text}</text>`)}</g>
      ${chosen && from !== undefined ? svg`<rect class="chosen" x=${from} y=${top} width=${Math.abs(x(chosen[0]) - x(chosen[1]))} height=${bottom - top}/>` : nothing}
      <path class="area" d=${plot.area}/>
      <path class="previous" d=${plot.previous}/>
      <path class="line" part="line" d=${plot.line}/>
      <path class="unfinished" d=${plot.unfinished}/>
      ${cursor ? svg`
        <line class="cursor" x1=${x(cursor.index)} x2=${x(cursor.index)} y1=${top} y2=${bottom}/>
        ${cursor.previous === undefined ? nothing : svg`<circle class="dot before" r="3.5" cx=${x(cursor.index)} cy=${y(cursor.previous)}/>`}` : nothing}
      ${cursor ? svg`<circle class="dot" r="4.5" cx=${x(cursor.index)} cy=${y(cursor.value)}/>` : nothing}
      ${plot.lonely && !cursor ? svg`<circle class="dot" r="4" cx=${plot.lonely.x} cy=${plot.lonely.y}/>` : nothing}
    </svg>`;
}
