/** Where the built scripts lie, in the order in which they are looked for: in the published package, else in the workspaces beside this one. */
export const STATIC_FOLDERS = ['../../dist/static/', '../../../sdk/dist/', '../../../dashboard-widget/dist/'].map((folder) => new URL(folder, import.meta.url));
