/** The names of the events that the tracker makes by itself. */

/** A page was seen. Properties: what `track.page()` was given. */
export const PAGE_VIEW = 'page_view';

/** `engaged_ms`: visible and focused time since the last report. `scroll_depth`: the greatest so far on this page, 0-100. */
export const ENGAGEMENT = 'engagement';

/** `url`: where the link leads, query redacted. */
export const OUTBOUND_CLICK = 'outbound_click';

/** `url`: the file, query redacted. On another host too. */
export const FILE_DOWNLOAD = 'file_download';

/** `form_id`, `form_name`: the form's attributes, where it has them. Never what was written in it. */
export const FORM_SUBMIT = 'form_submit';

/** This page is the site's answer to a wrong address: it calls `track('not_found')`, since no script can tell. */
export const NOT_FOUND = 'not_found';
