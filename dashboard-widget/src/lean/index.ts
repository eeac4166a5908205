/** What the panel uses of `lit`, under the same names. Stands in for it in the script; packages for bundlers take the real one. */
export { html, nothing, svg } from 'lit-html';
export { css, unsafeCSS } from './css.ts';
export { LitElement } from './lit-element.ts';
