/** The candidate that takes the fewest typing mistakes to reach, unless that is more than half the word. */
export function closest(wanted: string, candidates: string[]): string | undefined {
  const scored = candidates.map((candidate) => ({ candidate, mistakes: distance(wanted, candidate) }));
  const [best] = scored.sort((a, b) => a.mistakes - b.mistakes);
  return best && best.mistakes <= Math.ceil(wanted.length / 2) ? best.candidate : undefined;
}

/** Levenshtein's distance, one row of the matrix at a time. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
