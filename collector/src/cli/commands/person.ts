import { erasePerson } from '../../privacy/erase-person.ts';
import { exportPerson } from '../../privacy/export-person.ts';
import type { Person } from '../../privacy/person.ts';
import { findSite } from '../../sites/find-site.ts';
import { optional, required, UsageError, type Command, type CommandContext } from '../command.ts';

const options = { site: { type: 'string' }, visitor: { type: 'string' }, user: { type: 'string' } } as const;
const usage = '--site KEY (--visitor ID | --user ID)';

export const personExport: Command = {
  name: 'person export',
  usage,
  summary: 'Prints every event that a site keeps of a person, one JSON object a line.',
  options,
  async run(context) {
    const key = required(context, 'site');
    const person = personOf(context);
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    for await (const event of exportPerson(sql, siteId, person)) context.print(event, JSON.stringify(event));
  },
};

export const personErase: Command = {
  name: 'person erase',
  usage,
  summary: 'Deletes what a site keeps of a person, and computes its figures anew without them. Cannot be undone.',
  options,
  async run(context) {
    const key = required(context, 'site');
    const person = personOf(context);
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    const { requestId, events } = await erasePerson(sql, siteId, person);
    context.print({ request_id: requestId, events }, `Deleted ${events} events. The record of it, ${requestId}, names nobody.`);
  },
};

function personOf(context: CommandContext): Person {
  const visitorId = optional(context, 'visitor');
  const userId = optional(context, 'user');
  if (visitorId !== undefined && userId === undefined) return { visitorId };
  if (userId !== undefined && visitorId === undefined) return { userId };
  throw new UsageError('Name the person by --visitor (the id that the browser keeps) or by --user.');
}
