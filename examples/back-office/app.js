// The back office asks its own server for a short-lived token; the secret never reaches the browser.
const view = new URLSearchParams(location.search).get('view') || 'portfolio';
document.querySelector(`[data-view="${CSS.escape(view)}"]`)?.setAttribute('aria-current', 'page');

const { site } = await grant();
const panel = document.querySelector('stats-panel');
panel.getToken = async () => (await grant()).token;
panel.setAttribute('view', view);
panel.setAttribute('site', site);

async function grant() {
  const response = await fetch(`/back-office/token?view=${encodeURIComponent(view)}`);
  if (!response.ok) throw new Error(`The back office gave no token (${response.status}).`);
  return response.json();
}
