/**
 * Given to a constructed sheet, which `style-src 'none'` allows. The host holds against whatever the page says of its sections;
 * `em` is of the visitor's own font size, since pages change `rem`. The start at opacity 0 keeps the text from being the page's
 * Largest Contentful Paint, of which what is first painted transparent is no candidate; it takes no time, so nothing moves.
 * Half transparent greys and the system's own two colours suit light, dark and forced colours alike.
 */
export const STYLE =
  ':host{all:initial!important;position:fixed!important;z-index:9999999999!important;inset:auto max(1em,50% - 32em) 0!important}' +
  '*{font:1em/1.5 system-ui;color:CanvasText}' +
  'div,button{border:1px solid #888;border-radius:1em}' +
  'div{display:flex;flex-wrap:wrap;gap:1em;align-items:center;max-height:80vh;overflow:auto;margin-bottom:1em;padding:1em;color-scheme:light dark;background:Canvas;box-shadow:0 0 1em #0004;animation:a 1ms}' +
  '@keyframes a{0%{opacity:0}}' +
  'bdi{flex:9 17em}' +
  'span{flex:1 17em;display:grid;gap:1em;grid:auto/1fr 1fr}' +
  'label,button{line-height:44px}' +
  'button{background:#8882;cursor:pointer}' +
  'button:hover{background:#8884}';
