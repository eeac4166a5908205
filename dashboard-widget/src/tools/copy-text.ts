/** Copies a text and says so on the button that was clicked. */
export async function copyText(event: Event, text: string, copied: string): Promise<void> {
  const button = event.currentTarget as HTMLElement;
  await navigator.clipboard.writeText(text);
  button.textContent = copied;
}
