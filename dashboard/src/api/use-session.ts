import {
  type Action,
  type CustomerResource,
  type Me,
  type Membership,
  memberMay,
  type OperatorResource,
  operatorMay,
} from '@aegis/contracts';
import { use } from 'react';
import { useParams } from 'react-router';
import { MeContext } from './me-context.ts';

/** The signed-in account. Only below the guards of `routes.tsx`. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('used outside of the signed-in pages');
  return me;
}

export interface CurrentCustomer {
  slug: string;
  membership: Membership;
  may: (resource: CustomerResource, action: Action) => boolean;
}

/** The company that the address names. */
export function useCustomer(): CurrentCustomer {
  const { slug = '' } = useParams();
  const membership = useMe().memberships.find((one) => one.slug === slug);
  if (!membership) throw new Error('used outside of a company');
  return { slug, membership, may: (resource, action) => memberMay(membership.role, resource, action) };
}

export function useOperator() {
  const role = useMe().operator_role;
  return {
    role,
    may: (resource: OperatorResource, action: Action) =>
      role !== undefined && operatorMay(role, resource, action),
  };
}
