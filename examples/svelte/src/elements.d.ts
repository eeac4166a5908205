import type { StatsJsx } from '@passerby/dashboard-widget';

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends StatsJsx {}
}
