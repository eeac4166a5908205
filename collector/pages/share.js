/* Shows the panel of a shared link. The token stands in the fragment, which browsers keep to themselves, so no log has it. */
const token = location.hash.slice(1);
const asked = new URLSearchParams(location.search);
const site = asked.get('site') ?? '';
const view = asked.get('view');

if (/^sh_\w{40}$/.test(token) && /^pk_\w{1,60}$/.test(site)) {
  const panel = document.createElement('stats-panel');
  panel.setAttribute('site', site);
  if (view) panel.setAttribute('view', view);
  // The range and the filters that are shared stand in the address, and what the reader chooses then.
  panel.setAttribute('sync-url', '');
  panel.getToken = () => token;
  document.querySelector('main').append(panel);
} else {
  document.querySelector('#problem').hidden = false;
}
// Another link opened in the same tab changes the fragment alone.
addEventListener('hashchange', () => location.reload());
