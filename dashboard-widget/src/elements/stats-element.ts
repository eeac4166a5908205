import type { Quality } from '../../../collector/src/contract/index.ts';
import { LitElement, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import { part, partHere, type Parts } from '../client/on-demand.ts';
import type { Params } from '../client/stats-client.ts';
import type { StatsError } from '../client/stats-error.ts';
import type { GetToken } from '../client/token-keeper.ts';
import { ancestors } from '../data/ancestors.ts';
import { DataContext } from '../data/data-context.ts';
import type { Query } from '../data/query.ts';
import { queryParams } from '../data/query-params.ts';
import { Resource } from '../data/resource.ts';
import { StatsErrorEvent } from '../events/stats-error-event.ts';
import { nearestLocale } from '../format/nearest-locale.ts';
import { textFor, type Text } from '../format/text.ts';
import type { Messages } from '../strings/messages.ts';
import { stringsReady } from '../strings/strings.ts';
import { base } from '../styles/base.ts';
import { theme } from '../styles/theme.ts';

/**
 * What all elements have in common: a source of figures, of their own or of the panel around them; a language; a theme.
 *
 * @attr site - Public key of the site, `pk_…`. Without it, the element takes part in the panel or `<stats-context>` around it.
 * @attr token - Bearer token. Prefer the `getToken` property, which can renew it.
 * @attr src - Base URL of the collector; default: where the script came from, else the page's origin.
 * @attr locale - BCP 47 language; default: the nearest `lang`.
 * @attr theme - `light`, `dark` or `auto` (the system's); default: the page's `color-scheme`.
 */
export abstract class StatsElement extends LitElement {
  static tag = '';
  static override properties: PropertyDeclarations = {
    site: {}, token: {}, src: {}, locale: {}, theme: { reflect: true },
    getToken: { attribute: false }, messages: { attribute: false }, shared: { attribute: false },
    opened: { state: true }, trouble: { state: true },
  };
  static override styles: CSSResultGroup = [theme, base];

  declare site: string;
  declare token: string;
  declare src: string;
  declare locale: string;
  declare theme: '' | 'light' | 'dark' | 'auto';
  /** Gives a bearer token; asked again when the last one ends or is refused. */
  declare getToken: GetToken | undefined;
  /** Replaces texts, one by one. */
  declare messages: Partial<Messages> | undefined;
  /** The question and the source that several elements share. Set it to join elements that do not enclose one another. */
  declare shared: DataContext | undefined;

  /** Which of the element's popovers is open. */
  declare opened: string;
  /** Whether the tools could not be fetched. */
  declare trouble: boolean;

  /** How many agreed to be counted; asked for when an explanation opens. */
  readonly quality = this.ask<Quality>('quality', (query) => (this.opened === 'about' && !this.context?.several ? queryParams({ ...query, filters: [] }) : 'hold'));
  #equipped = false;
  /** Whether the focus was in a popover when it began to close. */
  #inside = false;
  #own: DataContext | undefined;
  #joined: DataContext | undefined;
  #listened: DataContext | undefined;
  #leave: (() => void) | undefined;

  constructor() {
    super();
    this.site = this.token = this.src = this.locale = this.theme = this.opened = '';
    this.trouble = false;
    // Whoever comes near will soon want them.
    for (const type of ['pointerover', 'focusin']) this.addEventListener(type, () => void this.#fetchTools(), { once: true });
  }

  /** Registers the element, once. */
  static define(tag: string = this.tag, registry: CustomElementRegistry = customElements): void {
    if (!registry.get(tag)) registry.define(tag, this as unknown as CustomElementConstructor);
  }

  /** Whether this element keeps a context of its own even without a site, so that others can join it. */
  protected get provides(): boolean {
    return Boolean(this.site);
  }

  /** The question and the source in force: of its own, shared or joined. */
  get context(): DataContext | undefined {
    return this.shared ?? this.#own ?? this.#joined;
  }

  get text(): Text {
    return this.context?.text ?? textFor('en');
  }

  get #locale(): string {
    return this.locale || nearestLocale(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#joined = undefined;
    this.#listen(undefined);
  }

  /** Without its texts, an element would flash in English. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const ready = this.provides ? stringsReady(this.#locale) : undefined;
    return ready ? ready.then(() => super.scheduleUpdate()) : super.scheduleUpdate();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    if (this.provides) {
      const { site, src, token, getToken, messages } = this;
      this.#own ??= new DataContext(this);
      this.#own.configure({ site, src, token, getToken, messages, locale: this.#locale });
    } else if (!this.context) {
      this.#joined = [...ancestors(this)].find((at) => at instanceof StatsElement)?.context;
    }
    this.#listen(this.context);
  }

  #listen(context: DataContext | undefined): void {
    if (context === this.#listened) return;
    this.#leave?.();
    this.#listened = context;
    this.#leave = context?.subscribe(() => this.requestUpdate());
  }

  /** An answer kept in step with the shared question, which `params` puts into a request. */
  protected ask<T>(endpoint: string | ((query: Query) => string), params: (query: Query) => Params | 'hold' | undefined): Resource<T> {
    return new Resource<T>(this, () => {
      const { context } = this;
      const asked = context && params(context.query);
      if (!context?.client || !asked || asked === 'hold') return asked === 'hold' ? asked : undefined;
      return { client: context.client, endpoint: typeof endpoint === 'string' ? endpoint : endpoint(context.query), params: asked, after: context.after };
    });
  }

  /** The tools, which are fetched at first mention; the element draws anew when they are there. */
  get tools(): Parts['tools'] | undefined {
    const tools = partHere('tools');
    if (tools && !this.#equipped) {
      this.#equipped = true;
      this.shadowRoot!.adoptedStyleSheets.push(tools.styles.styleSheet!);
      this.equip(tools);
    }
    if (!tools && !this.trouble) void this.#fetchTools();
    return tools;
  }

  /** Called once, when the tools are there. */
  protected equip(_tools: Parts['tools']): void {}

  readonly #fetchTools = async (): Promise<void> => {
    this.trouble = await part('tools').then(() => false, () => true);
    if (this.tools) this.requestUpdate();
  };

  /** Draws what a popover shows before it opens. When it is closed, gives the focus back, which browsers lose in a shadow root. */
  readonly toggle = async (event: Event): Promise<void> => {
    const popover = event.currentTarget as HTMLElement;
    const { activeElement } = this.shadowRoot!;
    const closed = (event as ToggleEvent).newState === 'closed';
    if (event.type === 'beforetoggle') this.#inside = closed && popover.contains(activeElement);
    else if (closed) {
      if (this.#inside && (!activeElement || popover.contains(activeElement))) (popover.previousElementSibling as HTMLElement).focus();
      if (this.opened === popover.id) this.opened = '';
    }
    if (closed || event.type === 'toggle') return;
    this.opened = popover.id;
    await this.#fetchTools();
    await this.updateComplete;
    this.tools?.placePopover(popover);
  };

  /** Makes a file with code that is fetched only now. */
  protected async save(make: (saving: Parts['export']) => unknown): Promise<void> {
    try {
      await make(await part('export'));
    } catch (error) {
      this.resourceSettled(error as StatsError);
    }
  }

  /** Called by resources. */
  resourceSettled(error: StatsError | undefined): void {
    if (error) this.dispatchEvent(new StatsErrorEvent(error));
  }
}
