import { adminErrors } from './admin.ts';
import { authenticationErrors } from './authentication.ts';
import { decidingErrors } from './deciding.ts';
import { forwardingErrors } from './forwarding.ts';
import { resolvingErrors } from './resolving.ts';

export type { ErrorCode } from './error-code.ts';

/**
 * The one table of stable error codes, put together of the areas' tables. Server, gateway, client and docs read
 * it; the Lua side is generated from it (`scripts/generate.mjs`).
 */
export const errorCodes = {
  ...resolvingErrors,
  ...authenticationErrors,
  ...decidingErrors,
  ...forwardingErrors,
  ...adminErrors,
};

export type ErrorCodeName = keyof typeof errorCodes;
