import type { MemberRole } from '@aegis/contracts';
import { Problem } from '../../platform/http/problem.ts';

/** Only owners make, change or remove owners: an admin must not be able to take the company over. */
export function assertMayTouch(acting: MemberRole, ...roles: MemberRole[]): void {
  if (acting !== 'owner' && roles.includes('owner')) {
    throw new Problem('not_allowed', { detail: 'Only an owner can make, change or remove an owner.' });
  }
}

/** A company without an owner could never be changed again. */
export function assertOwnerRemains(owners: readonly string[], leavingId: string): void {
  if (owners.length === 1 && owners[0] === leavingId) {
    throw Problem.conflict('The last owner cannot leave; make another member owner first.');
  }
}
