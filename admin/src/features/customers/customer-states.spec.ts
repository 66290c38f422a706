import { CustomerStatus } from '@aegis/contracts';
import { type StateChange, stateAfter } from './customer-states.ts';

describe('states of a company', () => {
  const outcome = (change: StateChange, status: CustomerStatus): string => {
    try {
      return stateAfter(change, status);
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each<[StateChange, Record<CustomerStatus, string>]>([
    [
      'approve',
      {
        unverified: 'conflict',
        pending: 'active',
        active: 'conflict',
        suspended: 'conflict',
        closed: 'conflict',
      },
    ],
    [
      'suspend',
      {
        unverified: 'conflict',
        pending: 'suspended',
        active: 'suspended',
        suspended: 'conflict',
        closed: 'conflict',
      },
    ],
    [
      'resume',
      {
        unverified: 'conflict',
        pending: 'conflict',
        active: 'conflict',
        suspended: 'active',
        closed: 'conflict',
      },
    ],
  ])('%s', (change, expected) => {
    const outcomes = CustomerStatus.options.map((status) => [status, outcome(change, status)]);
    expect(Object.fromEntries(outcomes)).toEqual(expected);
  });
});
