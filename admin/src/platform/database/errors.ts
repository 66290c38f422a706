import { QueryFailedError } from 'typeorm';

interface DriverError {
  code?: string;
  constraint?: string;
}

const driverError = (error: unknown): DriverError =>
  (error instanceof QueryFailedError
    ? (error.driverError as DriverError)
    : (error as DriverError | undefined)) ?? {};

/** Whether a statement failed because a row with the same unique value exists (of that constraint, if named). */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  const cause = driverError(error);
  return cause.code === '23505' && (constraint === undefined || cause.constraint === constraint);
}

/** Whether the values themselves cannot be stored (SQLSTATE class 22): trying again would fail again. */
export const isUnstorable = (error: unknown): boolean => driverError(error).code?.startsWith('22') ?? false;

const awayCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN']);

/** Whether PostgreSQL is away: no connection, shutting down, starting up, or out of connections. */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '' } = driverError(error);
  if (awayCodes.has(code) || /^(08|57P0|53300)/.test(code)) return true;
  const message = error instanceof Error ? error.message : '';
  return /Connection terminated|timeout exceeded when trying to connect|connection timeout/i.test(message);
}
