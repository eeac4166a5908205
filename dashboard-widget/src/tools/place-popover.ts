/** Pixels kept free at the edges of the window. */
const MARGIN = 8;
const GAP = 6;

/** Puts an opening popover under its button, or above it where there is no room, inside the window. */
export function placePopover(popover: HTMLElement): void {
  // It has no size yet; at the next frame it has, and has not been painted.
  requestAnimationFrame(() => place(popover));
}

function place(popover: HTMLElement): void {
  const button = (popover.getRootNode() as ShadowRoot).querySelector(`[popovertarget="${popover.id}"]`);
  if (!button) return;
  const anchor = button.getBoundingClientRect();
  const box = popover.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const atEnd = (getComputedStyle(popover).direction === 'rtl') !== (anchor.left + box.width > width - MARGIN);
  const left = atEnd ? anchor.right - box.width : anchor.left;
  const below = anchor.bottom + GAP;
  const above = anchor.top - box.height - GAP;
  const top = below + box.height > innerHeight && above > 0 ? above : below;
  popover.style.left = `${Math.max(MARGIN, Math.min(left, width - box.width - MARGIN)) + scrollX}px`;
  popover.style.top = `${top + scrollY}px`;
}
