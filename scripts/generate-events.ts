import { CATALOGUE, type CatalogueEvent } from '../collector/src/contract/catalogue.ts';

const SECTIONS: Record<CatalogueEvent['from'], string> = {
  tracker: 'Made by the tracker',
  portfolio: 'Sent by a published site',
  builder: 'Sent by the builder',
  plan: 'Sent by the platform’s back end',
  passerby: 'Sent by Passerby itself',
};

/** docs/reference/events.md, from the catalogue. */
export function eventsReference(): string {
  const sections = Object.entries(SECTIONS).map(([from, title]) => {
    const rows = CATALOGUE.filter((event) => event.from === from).map((event) => {
      const properties = Object.entries(event.properties).map(([name, what]) => `\`${name}\`: ${what}`).join('; ');
      return `| \`${event.name}\` | ${event.meaning} | ${properties || '–'} |`;
    });
    return `## ${title}\n\n| event | meaning | properties |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Events

Generated from \`collector/src/contract/catalogue.ts\`. Send any other event too: a name is \`snake_case\` or
\`namespace.snake_case\`, properties are flat.

${sections.join('\n')}`;
}
