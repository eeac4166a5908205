import { location } from './browser.ts';
import { FILE_DOWNLOAD, FORM_SUBMIT, OUTBOUND_CLICK } from './names.ts';
import { place } from './place.ts';
import { track } from './track.ts';

/** Clicks on links, until it is known what the page itself makes of them. */
let clicks: (() => unknown)[] = [];

/** After all handlers of the page, and before it goes: a timer would come too late where the next page is near. */
export const settleClicks = (): void => {
  clicks.map((settle) => settle());
  clicks = [];
};

/**
 * A click, or a form that is submitted. Seen before any handler of the page, so that none can hide it, and left as it is. The path
 * of the event goes through open shadow roots. An element with `data-track` has its own name, and beats the link around it.
 */
export const interact = (event: Event): void => {
  const find = (selector: string) => (event.composedPath() as HTMLAnchorElement[]).find((node) => node.matches?.(selector));
  const submitted = event.type == 'submit';
  const properties: Record<string, string> = {};
  // Not the right button.
  const element = (event as MouseEvent).button > 1 ? 0 : find(submitted ? 'form:valid' : '[data-track]:not(form)') || find(':any-link');
  if (element) {
    for (const { name, value } of element.attributes) if (/^data-track-/.test(name)) properties[name.slice(11)] = value;
    const name = element.dataset['track'];
    if (name) void track(name, properties);
    else if (submitted) void track(FORM_SUBMIT, { form_id: element.id, form_name: element.name });
    else {
      // An SVG link's address is an object.
      const { url } = place((element.href as unknown as SVGAnimatedString).baseVal || element.href);
      const download =
        (element.attributes as unknown as Record<string, Attr>)['download'] || /\.(pdf|zip|7z|gz|(doc|xls|ppt)x?|csv|mp[34])$/i.test(url!);
      if (url && (download || url.indexOf(location.origin + '/')))
        clicks.push(() => event.defaultPrevented || track(download ? FILE_DOWNLOAD : OUTBOUND_CLICK, { url }));
    }
  }
};
