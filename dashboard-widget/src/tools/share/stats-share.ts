import { LitElement, html, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { CreatedShareLink, NewShareLink, ShareLink, ShareLinks } from '../../../../collector/src/contract/index.ts';
import type { StatsError } from '../../client/stats-error.ts';
import type { DataContext } from '../../data/data-context.ts';
import { icon } from '../../parts/icon.ts';
import { base } from '../../styles/base.ts';
import { theme } from '../../styles/theme.ts';
import { copyText } from '../copy-text.ts';
import { toolsStyles } from '../tools-styles.ts';
import { writeAddress } from '../write-address.ts';
import { shareStyles } from './share-styles.ts';

const DAY = 86_400_000;
/** For how long a link may be given; 0 is until it is deleted. */
const DAYS = [7, 30, 90, 0];

/** Copies the page's address, makes public links to a site's figures and deletes them. Inside the panel's popover only. */
export class StatsShare extends LitElement {
  static override properties: PropertyDeclarations = {
    context: { attribute: false }, site: {}, view: {}, here: { attribute: false }, links: { state: true }, created: { state: true }, error: { state: true },
  };
  static override styles = [theme, base, toolsStyles, shareStyles];

  declare context: DataContext;
  declare site: string;
  declare view: string;
  /** Whether the page's own address says what is being looked at, so that it is worth copying. */
  declare here: boolean;
  protected declare links: readonly ShareLink[] | undefined;
  protected declare created: CreatedShareLink | undefined;
  protected declare error: StatsError | undefined;

  static define(): void {
    if (!customElements.get('stats-share')) customElements.define('stats-share', StatsShare);
  }

  get #endpoint(): string {
    return `../../sites/${encodeURIComponent(this.site)}/shares`;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context') && this.context.access?.may.manage) void this.#list();
  }

  protected override render(): TemplateResult {
    const { text: { t }, access } = this.context;
    return html`
      ${this.here ? html`<button class="control" @click=${(event: Event) => copyText(event, location.href, t('copied'))}>${t('copy_link')}</button>` : ''}
      ${access?.may.manage ? html`
        <h3>${t('new_link')}</h3>
        ${access.allows.share_links ? html`<p>${t('new_link_hint')}</p>${this.created ? this.#once(this.created) : this.#form()}` : html`<p>${t('failed_forbidden_by_plan')}</p>`}` : ''}
      ${this.error ? html`<p role="alert">${this.context.text.has(`failed_${this.error.code}`) ? t(`failed_${this.error.code}` as 'failed') : this.error.message}</p>` : ''}
      ${this.links?.length ? html`<ul>${this.links.map((link) => this.#link(link))}</ul>` : ''}`;
  }

  #form(): TemplateResult {
    const { text } = this.context;
    return html`
      <form @submit=${this.#create}>
        <label>${text.t('link_name')}<input name="name" required maxlength="100" autocomplete="off"></label>
        <label>${text.t('valid')}<select name="days">${DAYS.map((days) => html`<option value=${days}>${days ? text.plural('for_days', days) : text.t('until_deleted')}</option>`)}</select></label>
        <button class="control">${text.t('create_link')}</button>
      </form>`;
  }

  #once({ name, url }: CreatedShareLink): TemplateResult {
    const { t } = this.context.text;
    return html`
      <div class="once" role="status">
        <label>${name}<input readonly .value=${url} @focus=${(event: Event) => (event.target as HTMLInputElement).select()}></label>
        <button class="control" @click=${(event: Event) => copyText(event, url, t('copied'))}>${t('copy')}</button>
        <p>${t('link_once')}</p>
      </div>`;
  }

  #link({ share_id, name, expires_at }: ShareLink): TemplateResult {
    const { t, formats } = this.context.text;
    return html`
      <li>
        <span><b>${name}</b> ${expires_at ? t('until', { when: formats.bucket(expires_at.slice(0, 10), 'day') }) : t('until_deleted')}</span>
        <button class="quiet" aria-label=${t('delete_link', { name })} title=${t('delete_link', { name })} @click=${() => this.#ask('DELETE', `/${share_id}`)}>${icon('close')}</button>
      </li>`;
  }

  readonly #create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const days = Number(form.get('days'));
    const body: NewShareLink = { name: (form.get('name') as string).trim(), ...(days ? { expires_at: new Date(Date.now() + days * DAY).toISOString() } : {}) };
    const created = await this.#ask<CreatedShareLink>('POST', '', body);
    this.created = created && { ...created, url: this.#shown(created.url) };
  };

  /** With what is on screen now, before the fragment that holds the token. */
  #shown(link: string): string {
    const url = new URL(link);
    if (this.view) url.searchParams.set('view', this.view);
    writeAddress(url, this.context.query);
    return url.href;
  }

  async #ask<T>(method: 'POST' | 'DELETE', path: string, body?: object): Promise<T | undefined> {
    this.error = undefined;
    try {
      const answer = await this.context.client?.send<T>(this.#endpoint + path, { method, ...(body ? { body } : {}) });
      await this.#list();
      return answer;
    } catch (error) {
      this.error = error as StatsError;
      return undefined;
    }
  }

  async #list(): Promise<void> {
    try {
      this.links = (await this.context.client?.get<ShareLinks>(this.#endpoint, [], Date.now()))?.shares;
    } catch (error) {
      this.error = error as StatsError;
    }
  }
}
