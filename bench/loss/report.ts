import type { Counts } from './cell.ts';
import { ENDINGS, type Ending } from './endings.ts';
import { FAULTS } from './faults.ts';

export interface Cell extends Counts {
  fault: string;
  ending: string;
  returns: Ending['returns'];
  tracker: string;
}

const TRACKERS = ['Passerby', 'naive'];

/** docs/bench/loss.md. */
export function lossReport(cells: Cell[], browsers: number): string {
  const rows = FAULTS.filter(({ name }) => cells.some(({ fault }) => fault === name)).map(({ name }) =>
    [name, ...TRACKERS.flatMap((tracker) => ENDINGS.map((ending) => told(cells.find((cell) => cell.fault === name && cell.ending === ending.name && cell.tracker === tracker))))]);
  const table = (tracker: string): string => {
    const from = 1 + TRACKERS.indexOf(tracker) * ENDINGS.length;
    return [
      `| fault | ${ENDINGS.map(({ name }) => name).join(' | ')} |`,
      `| --- |${' ---: |'.repeat(ENDINGS.length)}`,
      ...rows.map((row) => `| ${[row[0], ...row.slice(from, from + ENDINGS.length)].join(' | ')} |`),
    ].join('\n');
  };
  return `# Events lost and doubled

\`npm run bench -- loss ${browsers}\`, ${new Date().toISOString().slice(0, 10)}. A real browser, a real collector, and a proxy between them that does
the fault from the first event until the page has ended as the column says. ${browsers} browsers for each cell, 10 events in each: five
that a first sending has tried to deliver, and five made just before the end. A cell gives **lost + doubled**; empty is none of both.

${TRACKERS.map((tracker) => summary(tracker, cells.filter((cell) => cell.tracker === tracker))).join('\n')}

A browser that never comes back takes with it what nobody has taken until its end. Where the fault lasts until then, that is everything, for
any tracker: under 1 % lost cannot be had there. Left for good without a fault, nothing is lost; killed for good, what was made since the last sending, two
seconds' worth at the most.

## Passerby

${table('Passerby')}

## A naive tracker

Events in an array, \`fetch\` every two seconds, put back where that fails, \`sendBeacon\` when the page is hidden (bench/loss/naive.ts).

${table('naive')}
`;
}

function told(cell: Cell | undefined): string {
  if (!cell) return '–';
  const lost = cell.made - cell.stored;
  return lost + cell.doubled === 0 ? '' : `${lost} + ${cell.doubled}`;
}

function summary(tracker: string, cells: Cell[]): string {
  const share = (chosen: Cell[]): string => {
    const made = sum(chosen, ({ made }) => made);
    const lost = made - sum(chosen, ({ stored }) => stored);
    return `${lost} of ${made} lost (${((100 * lost) / Math.max(1, made)).toFixed(1)} %), ${sum(chosen, ({ doubled }) => doubled)} doubled`;
  };
  return `- **${tracker}**: ${share(cells.filter(({ returns }) => returns !== 'never'))} where the browser stays or comes back once; ${share(cells.filter(({ returns }) => returns === 'never'))} where it never does`;
}

const sum = (cells: Cell[], of: (cell: Cell) => number): number => cells.reduce((total, cell) => total + of(cell), 0);
