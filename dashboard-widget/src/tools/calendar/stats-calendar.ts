import { LitElement, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Text } from '../../format/text.ts';
import { icon } from '../../parts/icon.ts';
import { base } from '../../styles/base.ts';
import { theme } from '../../styles/theme.ts';
import { calendarStep } from './calendar-step.ts';
import { calendarStyles } from './calendar-styles.ts';
import { addMonths, monthDays } from './month-days.ts';
import { weekStart } from './week-start.ts';

/** Two days have been chosen, or the first of two: then `to` is empty. */
export class RangeEvent extends Event {
  readonly from: string;
  readonly to: string;
  constructor(from: string, to: string) {
    super('range');
    this.from = from;
    this.to = to;
  }
}

/**
 * A month in which two days are chosen, by pointer or with the keys that calendars have. Days are local to the site,
 * `YYYY-MM-DD`. Inside the range menu only.
 */
export class StatsCalendar extends LitElement {
  static tag = 'stats-calendar';
  static override properties: PropertyDeclarations = {
    text: { attribute: false }, from: {}, to: {}, least: {}, most: {}, at: { state: true },
  };
  static override styles = [theme, base, calendarStyles];

  declare text: Text;
  declare from: string;
  declare to: string;
  /** First and last day that can be chosen. */
  declare least: string;
  declare most: string;
  /** The day that has the focus, or would get it. */
  protected declare at: string | undefined;

  get #at(): string {
    return this.at ?? (this.to || this.from || this.most);
  }

  protected override render(): TemplateResult {
    const { text } = this;
    const { formats, locale, t } = text;
    const first = weekStart(locale);
    const weeks = monthDays(this.#at, first);
    const names = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
    // The first of January 2024 was a Monday.
    const days = Array.from({ length: 7 }, (_day, index) => names.format(Date.UTC(2024, 0, first + index)));
    const turn = (key: 'month_before' | 'month_after', count: number): TemplateResult =>
      html`<button class="quiet turn" type="button" aria-label=${t(key)} @click=${() => this.#go(addMonths(this.#at, count))}>${icon('chevron')}</button>`;
    return html`
      <header>${turn('month_before', -1)}<h3 id="month" aria-live="polite">${formats.bucket(this.#at, 'month')}</h3>${turn('month_after', 1)}</header>
      <table role="grid" aria-labelledby="month" @keydown=${this.#onKey}>
        <thead><tr>${days.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${weeks.map((week) => html`<tr>${week.map((day) => (day ? this.#day(day) : html`<td></td>`))}</tr>`)}</tbody>
      </table>`;
  }

  #day(day: string): TemplateResult {
    const { from, to, text } = this;
    const ends = [day === from ? 'from' : '', day === (to || from) ? 'to' : '', day === this.most ? 'today' : ''];
    return html`<td tabindex=${day === this.#at ? 0 : -1} class=${ends.join(' ')} aria-label=${text.formats.bucket(day, 'day')}
      aria-selected=${day >= from && day <= (to || from)} aria-disabled=${!this.#within(day)} @click=${() => this.#choose(day)}>${text.formats.number(Number(day.slice(8)))}</td>`;
  }

  #within(day: string): boolean {
    return day >= this.least && day <= this.most;
  }

  /** The first of two, or the second, in whichever order. */
  #choose(day: string): void {
    this.at = day;
    if (!this.#within(day)) return;
    const { from, to } = this;
    const [first, last] = from && !to ? [from, day].sort() as [string, string] : [day, ''];
    this.dispatchEvent(new RangeEvent(first, last));
  }

  #go(day: string): void {
    this.at = day < this.least ? this.least : day > this.most ? this.most : day;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' || event.key === ' ') this.#choose(this.#at);
    else {
      const day = calendarStep(event, this.#at, weekStart(this.text.locale), this.matches(':dir(rtl)'));
      if (!day) return;
      this.#go(day);
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
    }
    event.preventDefault();
  }
}
