import { erasePerson } from '../../privacy/erase-person.ts';
import { exportPerson } from '../../privacy/export-person.ts';
import { requestLog } from '../../privacy/request-log.ts';
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

export const personRequests: Command = {
  name: 'person requests',
  usage: '--site KEY',
  summary: 'Lists the exports and erasures of a site: when, and how many events. Whose they were is not known.',
  options: { site: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    const requests = await requestLog(sql, siteId);
    const text = requests.map((one) => `${one.requested_at}  ${one.kind.padEnd(6)}  ${String(one.events).padStart(7)} events  ${one.completed_at === null ? 'under way' : 'done'}  ${one.request_id}`);
    context.print({ requests }, text.join('\n') || 'None.');
  },
};

function personOf(context: CommandContext): Person {
  const visitorId = optional(context, 'visitor');
  const userId = optional(context, 'user');
  if (visitorId !== undefined && userId === undefined) return { visitorId };
  if (userId !== undefined && visitorId === undefined) return { userId };
  throw new UsageError('Name the person by --visitor (the id that the browser keeps) or by --user.');
}
