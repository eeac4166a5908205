import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Meta } from '../../../collector/src/contract/index.ts';
import type { Resource } from '../data/resource.ts';
import type { Table } from '../data/table.ts';
import { TABLE_FORMATS } from '../export/format.ts';
import { about } from '../parts/about.ts';
import { exportMenu } from '../parts/export-menu.ts';
import { figureTable } from '../parts/figure-table.ts';
import { icon } from '../parts/icon.ts';
import { emptyNote, errorNote } from '../parts/notes.ts';
import type { MessageKey } from '../strings/messages.ts';
import { reportStyles } from '../styles/report-styles.ts';
import { tableStyles } from '../styles/table-styles.ts';
import { StatsElement } from './stats-element.ts';

/**
 * One answer under a title, with what it means, as a table and as a file. It waits, fails and is empty by itself, whatever
 * becomes of its neighbours.
 */
export abstract class StatsReport<Answer extends { meta: Meta }> extends StatsElement {
  static override properties: PropertyDeclarations = { asTable: { state: true }, all: { state: true } };
  static override styles = [StatsElement.styles, tableStyles, reportStyles];

  protected declare asTable: boolean;
  /** Whether more rows than a few were asked for. */
  protected declare all: boolean;
  protected abstract readonly answer: Resource<Answer>;
  /** Key of its title. */
  protected abstract readonly name: MessageKey;
  /** Key of why there is nothing, where it is not the range. */
  protected readonly hint: MessageKey | undefined = undefined;
  /** Whether it is drawn in a form that a table can stand in for. */
  protected readonly drawn: boolean = false;
  /** Rows for which room is kept. */
  protected readonly few: number = 6;
  /** What has to be known before the answer can be asked for. */
  protected readonly first: Resource<unknown> | undefined = undefined;

  constructor() {
    super();
    this.asTable = this.all = false;
  }

  /** Key of what it means. */
  protected get meaning(): MessageKey {
    return `${this.name}_about` as MessageKey;
  }

  /** Whether it takes no filter that is in force. */
  protected get unfiltered(): boolean {
    return false;
  }

  /** Whether that tells that there will be no answer. */
  protected get nothing(): boolean {
    return false;
  }

  /** What is on screen and in files. */
  protected abstract table(answer: Answer): Table;
  protected abstract draw(answer: Answer, table: Table): TemplateResult;

  /** What is below the title, in whatever state. */
  protected rows(content: unknown): TemplateResult {
    return html`<div class="rows">${content}</div>`;
  }

  protected heading(): unknown {
    return html`<h3>${this.text.t(this.name)}</h3>`;
  }

  /** Before the tools. */
  protected choice(): unknown {
    return '';
  }

  protected footer(_answer: Answer): unknown {
    return '';
  }

  /** A button for the rows that are not shown. */
  protected more(shown: number, total: number): unknown {
    const { all, text } = this;
    if (!all && total <= shown) return '';
    return html`<button class="quiet" aria-expanded=${all} @click=${() => (this.all = !all)}>
      ${all ? text.t('fewer') : text.t('others', { count: text.formats.number(total - shown) })}</button>`;
  }

  protected override render(): TemplateResult {
    const { text, name, asTable, drawn } = this;
    const { data, error = this.first?.error, loading } = this.answer;
    const title = text.t(name);
    const table = data && this.table(data);
    const shown = data && table?.rows.length ? table : undefined;
    return html`
      <section part=${(this.constructor as typeof StatsElement).tag.slice(6)} class=${loading && data ? 'busy' : ''} aria-label=${title} aria-busy=${loading}>
        <header>
          ${this.heading()}
          <span class="end">${this.choice()}${about(this, title, this.meaning, data?.meta)}${drawn ? html`
            <button class="quiet" aria-pressed=${asTable} aria-label=${text.t('show_table')} title=${text.t('show_table')}
              @click=${() => (this.asTable = !asTable)}>${icon('table')}</button>` : ''}
            ${exportMenu(this, TABLE_FORMATS, shown && ((format) => void this.save(({ saveTable }) => saveTable(this, format, shown))))}</span>
        </header>
        ${this.rows(
          shown ? asTable ? html`<div class="scroll" tabindex="0" role="group" aria-label=${title}>${figureTable(text, shown, {})}</div>` : this.draw(data!, shown)
            : data || this.nothing ? emptyNote(text, this.hint)
              : error ? errorNote(this, error)
                : html`<div class="bones">${Array.from({ length: this.few }, () => html`<span class="skeleton"></span>`)}</div>`,
        )}
        <footer>${data && this.footer(data)}${this.unfiltered ? html`<p>${text.t('unfiltered')}</p>` : ''}</footer>
      </section>`;
  }
}
