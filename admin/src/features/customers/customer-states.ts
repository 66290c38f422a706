import type { CustomerStatus } from '@aegis/contracts';
import { Problem } from '../../platform/http/problem.ts';

export type StateChange = 'approve' | 'suspend' | 'resume';

/** From which states an operator may move a company, and where to. */
const moves: Record<StateChange, { from: readonly CustomerStatus[]; to: CustomerStatus }> = {
  approve: { from: ['pending'], to: 'active' },
  suspend: { from: ['pending', 'active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
};

/** The state after the change. @throws Problem conflict */
export function stateAfter(change: StateChange, status: CustomerStatus): CustomerStatus {
  const move = moves[change];
  if (!move.from.includes(status)) {
    throw Problem.conflict(`The company is ${status}; only ${move.from.join(' or ')} ones can do this.`);
  }
  return move.to;
}
