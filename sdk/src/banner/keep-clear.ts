import { root } from './settings.ts';

/**
 * Keeps what has focus from being hidden behind the banner (WCAG 2.4.11), and the end of a scrolling page reachable, by as much
 * as the banner is high at the moment. Room at the very end moves nothing; a page that does not scroll gets none, since the
 * scroll bar would. The observer calls when the banner goes, too: its height is 0 then.
 */
export const keepClear = (banner: HTMLElement): void =>
  new ResizeObserver(() => {
    if (root.scrollHeight > innerHeight) root.style.scrollPaddingBottom = root.style.marginBottom = banner.offsetHeight + 'px';
  }).observe(banner);
