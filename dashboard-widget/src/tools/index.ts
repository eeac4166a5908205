import { enMore } from '../strings/en-more.ts';
import { attach } from './attach.ts';
import { chartTable } from './chart-table.ts';
import { chartTip } from './chart-tip.ts';
import { exportItems } from './export-items.ts';
import { explanation } from './explanation.ts';
import { filterChips } from './filter-chips.ts';
import { filterForm } from './filter/filter-form.ts';
import { placePopover } from './place-popover.ts';
import { rangeMenu } from './range/range-menu.ts';
import { shareMenu } from './share/share-menu.ts';
import { toolsStyles } from './tools-styles.ts';
import { waitingNote } from './waiting-note.ts';

/** What the reader sees only after asking for it: menus, explanations, the chart as a table; and what a site without events needs. */
export default { attach, chartTable, chartTip, exportItems, explanation, filterChips, filterForm, placePopover, rangeMenu, shareMenu, styles: toolsStyles, texts: enMore, waitingNote };
