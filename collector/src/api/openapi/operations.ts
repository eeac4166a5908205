import { z } from 'zod';
import { newShareLink } from '../../auth/share-links.ts';
import { MAY_ASK } from '../../auth/roles.ts';
import { usage } from '../../contract/answers.ts';
import { envelope, wireEvent } from '../../contract/schema.ts';
import { consent } from '../../ingest/take-consent.ts';
import { exportQuery } from '../../stats/export/route.ts';
import { commonQuery } from '../../stats/query.ts';
import { reports } from '../../stats/reports.ts';
import { newFunnel } from '../../sites/funnels.ts';
import { newGoal } from '../../sites/goals.ts';
import { consentRange, personRequest, retention } from '../privacy-routes.ts';
import type { Operation } from './operation.ts';

/** What each report answers, in a sentence and by schema. */
const REPORTS: Readonly<Record<string, readonly [summary: string, schema: string]>> = {
  summary: ['The figures of a range, beside those of another where asked.', 'Summary'],
  timeseries: ['The figures of each hour, day, week or month of a range.', 'Timeseries'],
  breakdown: ['The figures of each value of a dimension, most visitors first.', 'Breakdown'],
  goals: ['What came of each goal.', 'Goals'],
  contacts: ['How many turn to the artist, when, and from where.', 'Contacts'],
  funnels: ['The funnels of the site.', 'Funnels'],
  funnel: ['How far visitors come in a funnel, and how long each step takes them.', 'Funnel'],
  builder: ['What people do in the builder, how many publish, and how many of the new ones.', 'BuilderActivity'],
  plans: ['Accounts by plan at the end of each day, upgrades and downgrades.', 'PlanAdoption'],
  quality: ['How far the figures can be trusted: consent, bots, what was refused, and how old they are.', 'Quality'],
  sites: ['The sites that the token opens, with their figures.', 'SitesOverview'],
};

const asking = (name: string): readonly string[] => MAY_ASK[name] ?? [];

/** Every operation of the API, in the order in which it is told. */
export function operations(): Operation[] {
  const figures = Object.entries(reports(undefined as never)).flatMap(([name, { schema }]): Operation[] => {
    const [summary, answer] = REPORTS[name] ?? ['', ''];
    const one: Operation = {
      method: 'get', path: `/api/stats/{site}/${name}`, tag: 'Figures', summary, roles: asking(name), query: schema as never, answer: { schema: answer }, cached: true,
      problems: ['invalid_query', 'forbidden_by_plan'],
    };
    return [name === 'sites' ? { ...one, path: '/api/stats/sites' } : one];
  });
  const define = (what: 'goals' | 'funnels', one: string, list: string, body: typeof newGoal | typeof newFunnel): Operation[] => {
    const path = `/api/sites/{site}/${what}`;
    const common = { tag: 'Definitions', roles: asking('manage') } as const;
    const unknown = what === 'goals' ? 'unknown_goal' : 'unknown_funnel';
    return [
      { ...common, method: 'get', path, summary: `The ${what} of a site.`, answer: { schema: list } },
      { ...common, method: 'post', path, summary: `Adds one of the ${what}.`, body, status: 201, answer: { schema: one }, problems: ['invalid_body', 'name_taken', 'too_many_definitions', 'forbidden_by_plan'] },
      { ...common, method: 'put', path: `${path}/{id}`, summary: `Changes one of the ${what}.`, body, answer: { schema: one }, problems: ['invalid_body', 'name_taken', unknown] },
      { ...common, method: 'delete', path: `${path}/{id}`, summary: `Removes one of the ${what}.`, status: 204, problems: [unknown] },
    ];
  };
  const shares = { tag: 'Access', roles: asking('manage') } as const;
  const privacy = { tag: 'Privacy', roles: asking('privacy') } as const;
  return [
    {
      method: 'post', path: '/api/track', tag: 'Events', summary: 'Takes a batch of events; answers once everything in it that can be stored is. Also as text/plain, which browsers send unasked.', roles: ['every page of the site', 'servers with its secret key'],
      open: true, body: envelope.extend({ events: z.array(wireEvent) }), status: 202, answer: { schema: 'Ack' },
      problems: ['malformed_json', 'malformed_batch', 'too_many_events', 'invalid_secret', 'origin_not_allowed', 'unknown_site', 'body_too_large', 'unsupported_media_type', 'rate_limited', 'overloaded', 'shutting_down'],
    },
    {
      method: 'post', path: '/api/consent', tag: 'Events', summary: 'Keeps the proof of a decision in the banner.', roles: ['every page of the site'], open: true, body: consent, status: 204,
      problems: ['malformed_json', 'malformed_batch', 'origin_not_allowed', 'unknown_site', 'body_too_large', 'unsupported_media_type', 'rate_limited'],
    },
    ...figures,
    {
      method: 'get', path: '/api/stats/{site}/export', tag: 'Figures', summary: 'A report as a file, with the parameters of the report and all its rows; or a zip of all of them.', roles: asking('export'),
      query: exportQuery.extend(commonQuery.shape), answer: { type: 'text/csv' }, problems: ['invalid_query', 'forbidden_by_plan', 'overloaded'],
    },
    ...define('goals', 'Goal', 'GoalList', newGoal),
    ...define('funnels', 'FunnelDefinition', 'FunnelList', newFunnel),
    { method: 'get', path: '/api/stats/{site}/access', tag: 'Access', summary: 'Who is asking, and what they may ask.', roles: asking('access'), answer: { schema: 'Access' } },
    { ...shares, method: 'get', path: '/api/sites/{site}/shares', summary: 'The links by which a site is shared.', answer: { schema: 'ShareLinks' } },
    { ...shares, method: 'post', path: '/api/sites/{site}/shares', summary: 'Makes a link that opens the figures of a site, and changes nothing, to whoever holds it.', body: newShareLink, status: 201, answer: { schema: 'CreatedShareLink' }, problems: ['invalid_body', 'forbidden_by_plan'] },
    { ...shares, method: 'delete', path: '/api/sites/{site}/shares/{id}', summary: 'Takes a link back.', status: 204, problems: ['not_found'] },
    { method: 'post', path: '/api/stats/{site}/usage', tag: 'Access', summary: 'Tells how a panel is used, as an event of the platform\'s own site.', roles: asking('usage'), body: usage, status: 202, problems: ['invalid_body'] },
    { ...privacy, method: 'post', path: '/api/sites/{site}/people/export', summary: 'Every event that is kept of a person, one JSON object a line.', body: personRequest, answer: { type: 'application/x-ndjson' }, problems: ['invalid_body'] },
    { ...privacy, method: 'post', path: '/api/sites/{site}/people/erase', summary: 'Deletes what is kept of a person.', body: personRequest, answer: { schema: 'Erasure' }, problems: ['invalid_body'] },
    { ...privacy, method: 'get', path: '/api/sites/{site}/privacy-requests', summary: 'That people\'s wishes were met, and when.', answer: { schema: 'PrivacyRequests' } },
    { ...privacy, method: 'get', path: '/api/sites/{site}/consents', summary: 'The decisions in the banner, one JSON object a line.', query: consentRange, answer: { type: 'application/x-ndjson', schema: 'ConsentRecord' }, problems: ['invalid_query'] },
    { ...privacy, method: 'get', path: '/api/sites/{site}/retention', summary: 'How long the site keeps what names people.', answer: { schema: 'Retention' } },
    { ...privacy, method: 'put', path: '/api/sites/{site}/retention', summary: 'Changes how long.', body: retention, answer: { schema: 'Retention' }, problems: ['invalid_body'] },
  ];
}
