/** Where Redis does not answer a busy machine in time, its store refuses with 503 instead of counting on alone. */
export const REDIS = { store: 'redis', on_store_failure: 'deny' } as const;

export const numberOf = (status: number, statuses: number[]) =>
  statuses.filter((one) => one === status).length;

/** Expects what Redis counted to be exact; whatever got no answer in time may be counted too. */
export function expectExactly(amount: number, passed: number, unanswered: number): void {
  expect(passed).toBeLessThanOrEqual(amount);
  expect(passed + unanswered).toBeGreaterThanOrEqual(amount);
}
