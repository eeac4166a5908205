import { html, type TemplateResult } from 'lit';

interface Face {
  name: string;
  /** In the card's own size; undefined where there is none. */
  value: unknown;
  change: unknown;
  /** The value in full. */
  title: string;
  busy: boolean;
  /** Whether the page follows this card already. */
  pressed: boolean;
  /** What a click does; without it the card is no button. */
  pick: (() => void) | undefined;
}

/** What every card looks like. */
export function cardFace({ name, value, change, title, busy, pressed, pick }: Face): TemplateResult {
  const bone = busy ? html`<span class="skeleton"></span>` : '';
  const face = html`
    <span class="name" part="card-name">${name}</span>
    <span class="value" part="card-value" title=${title}>${value ?? (bone || '–')}</span>
    <span class="change" part="card-change">${change ?? bone}</span>`;
  return pick
    ? html`<button class="card" part="card" aria-pressed=${pressed} aria-busy=${busy} @click=${pick}>${face}</button>`
    : html`<div class="card" part="card" aria-busy=${busy}>${face}</div>`;
}
