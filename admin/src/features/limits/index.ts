export { LimitsModule } from './limits.module.ts';
export { type LimitRow, policyOf } from './policy.ts';
export { limitIds, limitNames } from './references.ts';
