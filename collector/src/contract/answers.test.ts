import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type * as answers from './answers.ts';
import { problem } from './answers.ts';
import type * as contract from './index.ts';
import { ProblemError } from './problems.ts';

describe('the schemas of answers', () => {
  it('are the types that the panel is written by', () => {
    type Any<T> = contract.Breakdown<contract.Dimension | contract.PropertyDimension> & T;
    expectTypeOf<z.infer<typeof answers.meta>>().toEqualTypeOf<contract.Meta>();
    expectTypeOf<z.infer<typeof answers.metrics>>().toEqualTypeOf<contract.Metrics>();
    expectTypeOf<z.infer<typeof answers.summary>>().branded.toEqualTypeOf<contract.Summary>();
    expectTypeOf<z.infer<typeof answers.timeseries>>().branded.toEqualTypeOf<contract.Timeseries>();
    expectTypeOf<z.infer<typeof answers.breakdown>>().branded.toEqualTypeOf<Any<unknown>>();
    expectTypeOf<z.infer<typeof answers.goals>>().branded.toEqualTypeOf<contract.Goals>();
    expectTypeOf<z.infer<typeof answers.goal>>().branded.toEqualTypeOf<contract.Goal>();
    expectTypeOf<z.infer<typeof answers.goalList>>().branded.toEqualTypeOf<contract.GoalList>();
    expectTypeOf<z.infer<typeof answers.funnelList>>().branded.toEqualTypeOf<contract.FunnelList>();
    expectTypeOf<z.infer<typeof answers.funnels>>().branded.toEqualTypeOf<contract.Funnels>();
    expectTypeOf<z.infer<typeof answers.funnel>>().branded.toEqualTypeOf<contract.Funnel>();
    expectTypeOf<z.infer<typeof answers.contacts>>().branded.toEqualTypeOf<contract.Contacts>();
    expectTypeOf<z.infer<typeof answers.builder>>().branded.toEqualTypeOf<contract.BuilderActivity>();
    expectTypeOf<z.infer<typeof answers.plans>>().branded.toEqualTypeOf<contract.PlanAdoption>();
    expectTypeOf<z.infer<typeof answers.quality>>().branded.toEqualTypeOf<contract.Quality>();
    expectTypeOf<z.infer<typeof answers.sites>>().branded.toEqualTypeOf<contract.SitesOverview>();
    expectTypeOf<z.infer<typeof answers.access>>().branded.toEqualTypeOf<contract.Access>();
    expectTypeOf<z.infer<typeof answers.shareLinks>>().branded.toEqualTypeOf<contract.ShareLinks>();
    expectTypeOf<z.infer<typeof answers.createdShareLink>>().branded.toEqualTypeOf<contract.CreatedShareLink>();
    expectTypeOf<z.infer<typeof answers.usage>>().branded.toEqualTypeOf<contract.Usage>();
    expectTypeOf<z.infer<typeof answers.erasure>>().toEqualTypeOf<contract.Erasure>();
    expectTypeOf<z.infer<typeof answers.privacyRequests>>().toEqualTypeOf<contract.PrivacyRequests>();
    expectTypeOf<z.infer<typeof answers.consentRecord>>().toEqualTypeOf<contract.ConsentRecord>();
    expectTypeOf<z.infer<typeof answers.retention>>().toEqualTypeOf<contract.Retention>();
    expectTypeOf<z.infer<typeof answers.problem>>().branded.toEqualTypeOf<contract.Problem>();
    const told = JSON.parse(JSON.stringify(new ProblemError('forbidden_by_plan', 'Not included.', undefined, { limit: 'export', allowed_by: ['pro'] }))) as unknown;
    expect(problem.strict().parse(told)).toEqual(told);
  });
});
