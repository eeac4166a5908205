import type { StatsJsx } from '@passerby/dashboard-widget';

type Elements = { [Tag in keyof StatsJsx]: new () => { $props: StatsJsx[Tag] } };

declare module 'vue' {
  interface GlobalComponents extends Elements {}
}
