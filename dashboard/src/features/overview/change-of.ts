/** "+12% against before"; nothing to compare with says so. */
export function changeOf(now: number, before: number): string {
  if (before === 0) return 'none the day before';
  const share = Math.round(((now - before) / before) * 100);
  if (share === 0) return 'as the day before';
  return `${share > 0 ? '+' : '−'}${Math.abs(share)}% against the day before`;
}
