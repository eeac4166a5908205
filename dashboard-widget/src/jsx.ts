import type { FigureName } from './data/figures.ts';
import type { StatsElement } from './elements/stats-element.ts';
import type { StatsPanel } from './elements/stats-panel.ts';
import type { ViewName } from './views/views.ts';

/** What every element takes besides its own attributes, in JSX and in templates. */
type Common = Partial<Pick<StatsElement, 'site' | 'token' | 'src' | 'locale' | 'theme' | 'getToken' | 'messages' | 'shared'>> & {
  class?: string;
  className?: string;
  id?: string;
  key?: string | number;
  slot?: string;
};

/** With children, whatever they are to the framework, and a reference of whatever kind it has. */
type Props<Own = object> = Common & Own & { children?: unknown; ref?: unknown };

/**
 * The elements for a framework's JSX: `declare module 'react' { namespace JSX { interface IntrinsicElements extends StatsJsx {} } }`,
 * and likewise in `vue` for `GlobalComponents`, in `preact` and in `solid-js`.
 */
export interface StatsJsx {
  'stats-panel': Props<Partial<Pick<StatsPanel, 'period' | 'from' | 'to' | 'compare' | 'against' | 'goal'>> & {
    view?: ViewName;
    'sync-url'?: boolean;
    'track-usage'?: boolean;
  }>;
  'stats-context': Props;
  'stats-card': Props<{ metric?: FigureName }>;
  'stats-leader': Props<{ dimension?: string }>;
  'stats-chart': Props;
  'stats-breakdown': Props<{ dimensions?: string }>;
  'stats-funnel': Props<{ funnel?: string }>;
  'stats-goals': Props;
  'stats-plans': Props;
  'stats-features': Props;
  'stats-sites': Props;
}
