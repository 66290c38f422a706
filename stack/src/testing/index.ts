export { startTestAuthority, type TestAuthority } from './certificate-authority.ts';
export { assertSpecRuns, untilSpecEnds } from './leftovers.ts';
