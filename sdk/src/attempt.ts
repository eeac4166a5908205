/** Runs `work` and swallows what it throws: no error of ours ever reaches the page. */
export const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {}
};
