import { StatsFeatures } from './elements/stats-features.ts';
import { StatsPlans } from './elements/stats-plans.ts';

/** For those who look after the builder. */
export default [StatsFeatures, StatsPlans];
