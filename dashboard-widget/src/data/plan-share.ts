/** Share of accounts on a plan above the smallest. @param smallest name of that plan; without accounts 0 */
export function planShare(accounts: Readonly<Record<string, number>>, smallest: string): number {
  const all = Object.values(accounts).reduce((sum, count) => sum + count, 0);
  return all ? 1 - (accounts[smallest] ?? 0) / all : 0;
}
