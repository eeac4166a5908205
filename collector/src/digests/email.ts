import type { Row } from '../contract/index.ts';
import type { DigestFigures } from './figures-of.ts';

export interface Email {
  subject: string;
  text: string;
  html: string;
}

/** A heading, and lines of a name and what is said of it. */
interface Section {
  title: string;
  lines: [name: string, value: string][];
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

/** A digest as mail, as text and as HTML, which hold the same. */
export function emailOf(figures: DigestFigures, unsubscribeUrl: string): Email {
  const { domain, range } = figures;
  const days = `${day.format(new Date(range.from))} to ${day.format(new Date(range.to))}`;
  const sections = sectionsOf(figures);
  const why = 'You are sent this because somebody asked for it for this address.';
  return {
    subject: `${domain}: ${counted(figures.metrics.visitors, 'visitor')}, ${days}`,
    text: [
      `${domain}\n${days}`,
      ...sections.map(({ title, lines }) => `${title}\n${lines.map(([name, value]) => `  ${name}: ${value}`).join('\n')}`),
      `${why} To stop it:\n${unsubscribeUrl}`,
    ].join('\n\n').concat('\n'),
    html: [
      '<!doctype html><html lang="en"><meta charset="utf-8"><body style="font-family: sans-serif; line-height: 1.5">',
      `<h1 style="font-size: 1.25rem">${escape(domain)}</h1><p>${escape(days)}</p>`,
      ...sections.map(({ title, lines }) => `<h2 style="font-size: 1rem">${escape(title)}</h2><table>${lines.map(([name, value]) => `<tr><th style="text-align: start; font-weight: normal; padding-right: 2rem">${escape(name)}</th><td>${escape(value)}</td></tr>`).join('')}</table>`),
      `<p><small>${why} <a href="${escape(unsubscribeUrl)}">Stop it</a>.</small></p></body></html>`,
    ].join('\n'),
  };
}

function sectionsOf({ metrics, previous, pages, sources, goals }: DigestFigures): Section[] {
  const compared = (value: number, before: number, text = number.format(value)): string => `${text} (${change(value, before)})`;
  const rows = (all: Row[], none: string): [string, string][] => all.map((row) => [printable(row.value) || none, counted(row.visitors, 'visitor')]);
  const sections: Section[] = [
    {
      title: 'Figures',
      lines: [
        ['Visitors', compared(metrics.visitors, previous.metrics.visitors)],
        ['Visits', compared(metrics.visits, previous.metrics.visits)],
        ['Page views', compared(metrics.page_views, previous.metrics.page_views)],
        ['Bounce rate', `${percent.format(metrics.bounce_rate)} (before: ${percent.format(previous.metrics.bounce_rate)})`],
      ],
    },
    { title: 'Pages most seen', lines: rows(pages, '(none)') },
    { title: 'Strongest sources', lines: rows(sources, 'Direct') },
    { title: 'Goals', lines: goals.map((goal) => [printable(goal.name), `${counted(goal.conversions, 'conversion')}, ${percent.format(goal.conversion_rate)} of visitors`]) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

const counted = (count: number, what: string): string => `${number.format(count)} ${what}${count === 1 ? '' : 's'}`;

/** With what it is compared is always said: a percentage alone says nothing. */
function change(value: number, before: number): string {
  if (before === 0) return 'none before';
  if (value === before) return `as before: ${number.format(before)}`;
  return `${value > before ? '+' : '−'}${percent.format(Math.abs(value - before) / before)}, before: ${number.format(before)}`;
}

/** In one line, and without what a terminal or a mail program would act on. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
