import { setScriptOrigin } from './client/script-origin.ts';
import { StatsPanel } from './elements/stats-panel.ts';

// Only while the script runs does the page say which script it is; as a module it does not, and is looked for by its name.
const script = (document.currentScript ?? document.querySelector('script[src*="stats-panel.js"]')) as HTMLScriptElement | null;
setScriptOrigin(script?.src ?? '');
StatsPanel.define();
