import type { ReactiveController } from 'lit';
import { render } from 'lit-html';
import type { Css } from './css.ts';

type Styles = Css | Styles[];

interface Declaration {
  type?: unknown;
  attribute?: string | false;
  state?: boolean;
  reflect?: boolean;
}

/**
 * A reactive element as `lit` defines it, cut down to what the panel uses: properties without converters but for booleans,
 * one shadow root, controllers, `willUpdate` and `scheduleUpdate`. Updates are collected in a microtask.
 */
export abstract class LitElement extends HTMLElement {
  static properties: Record<string, Declaration> = {};
  static styles: Styles = [];

  /** Read when the element is defined, which makes its properties reactive. */
  static get observedAttributes(): string[] {
    const declared = Object.entries(declarations(this));
    for (const [name] of declared) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        get(this: LitElement) { return this.#values.get(name); },
        set(this: LitElement, value: unknown) {
          const old = this.#values.get(name);
          if (Object.is(old, value)) return;
          this.#values.set(name, value);
          this.requestUpdate(name, old);
        },
      });
    }
    return declared.flatMap(([name, declaration]) => attributeOf(name, declaration) ?? []);
  }

  declare renderRoot: ShadowRoot;
  hasUpdated = false;
  readonly #values = new Map<string, unknown>();
  readonly #controllers = new Set<ReactiveController>();
  /** Set on the element before it was defined. */
  readonly #early: [string, unknown][] = [];
  #changed = new Map<string, unknown>();
  #pending = false;
  #connect!: () => void;
  #update: Promise<unknown> = new Promise<void>((resolve) => { this.#connect = resolve; });

  constructor() {
    super();
    for (const name of Object.keys(declarations(this.constructor as typeof LitElement))) {
      if (!Object.hasOwn(this, name)) continue;
      this.#early.push([name, this[name as keyof this]]);
      delete this[name as keyof this];
    }
    this.requestUpdate();
  }

  /** Settles once the element shows its present state. */
  get updateComplete(): Promise<unknown> {
    return this.#update.then(() => (this.#pending ? this.updateComplete : true));
  }

  connectedCallback(): void {
    if (!this.renderRoot) {
      this.renderRoot = this.attachShadow({ mode: 'open' });
      this.renderRoot.adoptedStyleSheets = [...new Set(flat((this.constructor as typeof LitElement).styles))].map(({ styleSheet }) => styleSheet);
    }
    this.#connect();
    for (const controller of this.#controllers) controller.hostConnected?.();
  }

  disconnectedCallback(): void {
    for (const controller of this.#controllers) controller.hostDisconnected?.();
  }

  attributeChangedCallback(attribute: string, _old: string | null, value: string | null): void {
    for (const [name, declaration] of Object.entries(declarations(this.constructor as typeof LitElement))) {
      if (attributeOf(name, declaration) === attribute) Object.assign(this, { [name]: declaration.type === Boolean ? value !== null : value });
    }
  }

  addController(controller: ReactiveController): void {
    this.#controllers.add(controller);
    if (this.renderRoot && this.isConnected) controller.hostConnected?.();
  }

  requestUpdate(name?: string, old?: unknown): void {
    if (name && !this.#changed.has(name)) this.#changed.set(name, old);
    if (this.#pending) return;
    this.#pending = true;
    this.#update = this.#update.catch(reportError).then(() => this.scheduleUpdate());
  }

  protected scheduleUpdate(): unknown {
    for (const early of this.#early.splice(0)) Object.assign(this, Object.fromEntries([early]));
    const changed = this.#changed;
    let drawn: unknown;
    try {
      this.willUpdate(changed);
      for (const controller of this.#controllers) controller.hostUpdate?.();
      drawn = this.render();
    } finally {
      // What changes from here on is drawn next time.
      this.#changed = new Map();
      this.#pending = false;
    }
    this.#reflect(changed);
    render(drawn, this.renderRoot, { host: this });
    this.hasUpdated = true;
    for (const controller of this.#controllers) controller.hostUpdated?.();
    return undefined;
  }

  protected willUpdate(_changed: Map<string, unknown>): void {}

  protected abstract render(): unknown;

  #reflect(changed: Map<string, unknown>): void {
    const declared = declarations(this.constructor as typeof LitElement);
    for (const name of changed.keys()) {
      const value = this.#values.get(name) as string | null | undefined;
      if (!declared[name]?.reflect) continue;
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    }
  }
}

const attributeOf = (name: string, { attribute, state }: Declaration): string | undefined =>
  attribute === false || state ? undefined : attribute ?? name.toLowerCase();

/** Of a class and of those that it extends. */
function declarations(type: typeof LitElement): Record<string, Declaration> {
  return type.properties ? { ...declarations(Object.getPrototypeOf(type) as typeof LitElement), ...type.properties } : {};
}

const flat = (styles: Styles): Css[] => (Array.isArray(styles) ? styles.flatMap(flat) : [styles]);
