import { CATALOGUE, type CatalogueEvent } from '../collector/src/contract/catalogue.ts';

const SECTIONS: Record<CatalogueEvent['from'], string> = {
  tracker: 'Made by the tracker',
  marketing: 'Sent by the platform’s marketing site',
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

Generated from \`collector/src/contract/catalogue.ts\`: what Passerby sends by itself, and names for what a platform does, which goals, funnels and the panel's
views know. Send any other event too: a name is \`snake_case\` or \`namespace.snake_case\`, properties are flat. How to send them:
[the tracker](../guides/tracker.md#your-own-events), [server-side events](../guides/server-events.md). What each field of an event holds: [the API](api.md#events).

${sections.join('\n')}`;
}
