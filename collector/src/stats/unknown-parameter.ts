/** The most letters that a slip changes. */
const SLIP = 2;

/**
 * What is wrong with the names of parameters, in a sentence with those that may be meant; undefined where all are known. What
 * another report knows may be there: panels send one query to many.
 */
export function unknownParameter(names: readonly string[], known: readonly string[]): string | undefined {
  const wrong = names.find((name) => !known.includes(name));
  if (wrong === undefined) return undefined;
  const near = known.filter((name) => distance(wrong.slice(0, 50), name) <= SLIP);
  return `There is no parameter ${JSON.stringify(wrong.slice(0, 50))}. ${near.length > 0 ? `Is ${near.join(' or ')} meant?` : `The parameters are ${known.join(', ')}.`}`;
}

/** How many letters have to be put in, taken out or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
  }
  return row[b.length]!;
}
