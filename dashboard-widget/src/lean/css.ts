/** A style sheet that is made once, when it is first asked for, and shared by all elements. */
export class Css {
  readonly cssText: string;
  #sheet: CSSStyleSheet | undefined;

  constructor(cssText: string) {
    this.cssText = cssText;
  }

  get styleSheet(): CSSStyleSheet {
    if (!this.#sheet) (this.#sheet = new CSSStyleSheet()).replaceSync(this.cssText);
    return this.#sheet;
  }
}

export const css = (strings: TemplateStringsArray, ...values: Css[]): Css => new Css(String.raw({ raw: strings }, ...values.map(({ cssText }) => cssText)));

export const unsafeCSS = (text: string): Css => new Css(text);
