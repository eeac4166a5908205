/** Closes the popover in which something was chosen. */
export const closePopover = (event: Event): void => (event.target as Element).closest<HTMLElement>('[popover]')?.hidePopover();
