import { setScriptOrigin } from './client/script-origin.ts';
import { StatsPanel } from './elements/stats-panel.ts';

setScriptOrigin(import.meta.url);
StatsPanel.define();
