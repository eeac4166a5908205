import { z } from 'zod';
import * as answers from '../../contract/answers.ts';

/** Everything that is answered, by the name under which the description has it. */
export const SCHEMAS = {
  Meta: answers.meta, Metrics: answers.metrics, Summary: answers.summary, Point: answers.point, Timeseries: answers.timeseries, Row: answers.row, Breakdown: answers.breakdown,
  Goal: answers.goal, GoalList: answers.goalList, Goals: answers.goals, FunnelDefinition: answers.funnelDefinition, FunnelList: answers.funnelList, Funnels: answers.funnels, Funnel: answers.funnel,
  Contacts: answers.contacts, BuilderActivity: answers.builder, PlanAdoption: answers.plans, Quality: answers.quality, SitesOverview: answers.sites, Access: answers.access,
  ShareLinks: answers.shareLinks, CreatedShareLink: answers.createdShareLink, Erasure: answers.erasure, PrivacyRequests: answers.privacyRequests, ConsentRecord: answers.consentRecord, Retention: answers.retention,
  Ack: answers.ack, Problem: answers.problem,
} as const satisfies Record<string, z.ZodType>;

/** Takes out what says nothing: the pattern beside a format, and the largest number there is. */
export function plain(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}

/** An answer may tell more tomorrow than it is said to today. */
function open(schema: z.core.JSONSchema.BaseSchema): void {
  plain(schema);
  if (schema.additionalProperties === false) delete schema.additionalProperties;
}

/** They as JSON Schema, referring to each other by name. */
export function componentSchemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, override: ({ jsonSchema }) => open(jsonSchema) });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, id: _own, ...schema }]) => [id, schema]));
}
