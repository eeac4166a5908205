import type { Role } from '../contract/index.ts';

type Asker = Role | 'share';

const PLATFORM: readonly Asker[] = ['admin'];
const SIGNED_IN: readonly Asker[] = ['artist', 'marketer', 'admin'];
/** Who answers to the people whose data it is. */
const ANSWERABLE: readonly Asker[] = ['artist', 'admin'];
const EVERYBODY: readonly Asker[] = [...SIGNED_IN, 'share'];

/**
 * Who may ask what, of the sites that are open to them; whatever is not listed is open to nobody. Visits are for everybody who
 * may see the site, how the builder is used and which plans accounts are on for who runs the platform.
 */
export const MAY_ASK: Readonly<Record<string, readonly Asker[]>> = {
  summary: EVERYBODY,
  timeseries: EVERYBODY,
  breakdown: EVERYBODY,
  goals: EVERYBODY,
  funnels: EVERYBODY,
  funnel: EVERYBODY,
  contacts: EVERYBODY,
  access: EVERYBODY,
  export: EVERYBODY,
  usage: SIGNED_IN,
  quality: SIGNED_IN,
  sites: SIGNED_IN,
  manage: SIGNED_IN,
  privacy: ANSWERABLE,
  builder: PLATFORM,
  plans: PLATFORM,
};
