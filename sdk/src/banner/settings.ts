/**
 * What the script tag says in its `data-` attributes.
 *
 * | attribute | meaning |
 * | --- | --- |
 * | `data-site` | public key of the site (`pk_…`), as the tracker has it. Required |
 * | `data-api` | base address of the collector; default: the origin the script came from |
 * | `data-purposes` | what is asked for, comma-separated; default `analytics`. Several get a box each, unticked |
 * | `data-version` | version of the question; default `1`. Who answered another one is asked again |
 * | `data-mode="ccpa"` | allowed until refused: asks nothing by itself, is opened by the page's own `data-consent-open` link |
 * | `data-privacy` | address of the privacy policy, for a link to it |
 * | `data-title`, `data-text`, `data-reject`, `data-accept`, `data-selected`, `data-<purpose>` | a text in place of ours, `{}` in `data-text` being the purposes |
 */
export const script = document.currentScript as HTMLScriptElement;
export const data = script.dataset;
export const root = document.documentElement;

export const site = data['site'];
export const version = data['version'] || '1';
export const purposes = (data['purposes'] || 'analytics').split(/, */);
/** Whether silence allows, as it does under the CCPA. */
export const optOut = data['mode'] == 'ccpa';

/** What is allowed, by purpose. */
export type Choice = Record<string, boolean>;

declare global {
  interface Window {
    passerbyBanner?: {
      /** Texts of the site's own, by language and then by the attribute's name; set by the page before the script runs. */
      texts?: Record<string, Record<string, string>>;
      /** What is allowed now; missing while nothing is decided. Set by the banner. */
      choice?: Choice;
      /** Of the question. Set by the banner, which runs once, even where the page has its tag twice. */
      version?: string;
    };
  }
}

export const shared = window.passerbyBanner || (window.passerbyBanner = {});
