import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { openSite } from '../auth/open-site.ts';
import { requireRole, type Opened } from '../auth/reader.ts';
import { MAY_ASK } from '../auth/roles.ts';
import { ProblemError, type FunnelDefinition, type Goal, type ProblemCode } from '../contract/index.ts';
import { permit } from '../plans/permit.ts';
import { funnels, goals } from '../plans/wishes.ts';
import type { MayHave } from '../sites/definition.ts';
import { addFunnel, changeFunnel, funnelsOf, newFunnel, removeFunnel } from '../sites/funnels.ts';
import { addGoal, changeGoal, goalsOf, newGoal, removeGoal } from '../sites/goals.ts';
import { parseBody } from './parse-body.ts';
import type { ApiDeps } from './routes.ts';

/** What a site defines for itself, under a name in the path. */
interface Definitions<Schema extends z.ZodType, T> {
  path: 'goals' | 'funnels';
  /** Of a body. */
  schema: Schema;
  unknown: ProblemCode;
  list(siteId: number): Promise<T[]>;
  add(siteId: number, body: z.output<Schema>, mayHave: MayHave): Promise<T>;
  /** Undefined where the site has no such definition. */
  change(siteId: number, id: number, body: z.output<Schema>): Promise<T | undefined>;
  remove(siteId: number, id: number): Promise<boolean>;
  /** Whether the plan of whoever asks includes as many. */
  mayHave(opened: Opened, count: number): Promise<void>;
}

interface One { Params: { site: string; id: string } }
interface All { Params: { site: string } }

/** `GET|POST /api/sites/{site}/goals`, `PUT|DELETE …/goals/{id}`, and the same of funnels, for whoever manages the site. */
export function definitionRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { sql } = deps;
  serve(app, deps, {
    path: 'goals', schema: newGoal, unknown: 'unknown_goal',
    list: (siteId) => goalsOf(sql, siteId),
    add: async (siteId, body, mayHave): Promise<Goal> => ({ goal_id: await addGoal(sql, siteId, body, mayHave), ...body }),
    change: async (siteId, id, body): Promise<Goal | undefined> => (await changeGoal(sql, siteId, id, body) ? { goal_id: id, ...body } : undefined),
    remove: (siteId, id) => removeGoal(sql, siteId, id),
    mayHave: ({ reader }, count) => permit(sql, reader.plan, [goals(count)]),
  });
  serve(app, deps, {
    path: 'funnels', schema: newFunnel, unknown: 'unknown_funnel',
    list: (siteId) => funnelsOf(sql, siteId),
    add: (siteId, body, mayHave): Promise<FunnelDefinition> => addFunnel(sql, siteId, body, mayHave),
    change: async (siteId, id, body): Promise<FunnelDefinition | undefined> => (await changeFunnel(sql, siteId, id, body) ? { funnel_id: id, ...body } : undefined),
    remove: (siteId, id) => removeFunnel(sql, siteId, id),
    mayHave: ({ reader }) => permit(sql, reader.plan, [funnels]),
  });
}

function serve<Schema extends z.ZodType, T>(app: FastifyInstance, { sql, verify, now }: ApiDeps, definitions: Definitions<Schema, T>): void {
  const path = `/api/sites/:site/${definitions.path}`;

  async function manage(request: { params: { site: string }; headers: { authorization?: string | undefined } }): Promise<Opened> {
    const opened = await openSite(sql, request.params.site, request.headers.authorization, verify, now());
    requireRole(opened.reader, MAY_ASK['manage']!);
    return opened;
  }

  function idOf(text: string): number {
    if (!/^\d{1,9}$/.test(text)) throw new ProblemError(definitions.unknown);
    return Number(text);
  }

  app.get<All>(path, async (request, _reply) => {
    const { site } = await manage(request);
    return { [definitions.path]: await definitions.list(site.siteId) };
  });

  app.post<All>(path, async (request, reply) => {
    const opened = await manage(request);
    const body = parseBody(definitions.schema, request.body);
    const added = await definitions.add(opened.site.siteId, body, (count) => definitions.mayHave(opened, count));
    return reply.code(201).send(added);
  });

  app.put<One>(`${path}/:id`, async (request, _reply) => {
    const { site } = await manage(request);
    const changed = await definitions.change(site.siteId, idOf(request.params.id), parseBody(definitions.schema, request.body));
    if (!changed) throw new ProblemError(definitions.unknown);
    return changed;
  });

  app.delete<One>(`${path}/:id`, async (request, reply) => {
    const { site } = await manage(request);
    if (!await definitions.remove(site.siteId, idOf(request.params.id))) throw new ProblemError(definitions.unknown);
    return reply.code(204).send();
  });
}
