/**
 * The candidate nearest to a word, undefined when none is near: at most one typing error in three letters, and never
 * more than three. Upper case, `-` and `_` make no difference. Of equally near ones the first wins.
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const wanted = folded(word);
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.max(1, Math.floor(wanted.length / 3))) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, folded(candidate), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other (Damerau-Levenshtein,
 * optimal string alignment); `limit` or more counts as `limit`.
 */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let twoBack: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const change = previous[column - 1]! + (isSame ? 0 : 1);
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swap = isSwap ? (twoBack[column - 2] ?? limit) + 1 : limit;
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, change, swap));
    }
    [twoBack, previous] = [previous, current];
  }
  return Math.min(previous[to.length]!, limit);
}

function folded(text: string): string {
  return text.slice(0, 100).toLowerCase().replaceAll("_", "-");
}
