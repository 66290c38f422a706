/** The demo's data: two companies, their people and orders. Restarting brings it back as it is here. */

export interface Tenant {
  id: string;
  name: string;
  tier: 'free' | 'gold';
}

export type UserRole = 'admin' | 'clerk' | 'viewer';

export interface User {
  id: string;
  tenant: string;
  name: string;
  role: UserRole;
}

export interface Order {
  id: string;
  tenant: string;
  user: string;
  item: string;
  quantity: number;
}

export interface Data {
  tenants: Tenant[];
  users: User[];
  orders: Order[];
}

export function demoData(): Data {
  return {
    tenants: [
      { id: 'acme', name: 'Acme Tools', tier: 'gold' },
      { id: 'globex', name: 'Globex', tier: 'free' },
    ],
    users: [
      { id: 'ada', tenant: 'acme', name: 'Ada', role: 'admin' },
      { id: 'carl', tenant: 'acme', name: 'Carl', role: 'clerk' },
      { id: 'vera', tenant: 'acme', name: 'Vera', role: 'viewer' },
      { id: 'gus', tenant: 'globex', name: 'Gus', role: 'admin' },
    ],
    orders: [
      { id: 'a-1', tenant: 'acme', user: 'carl', item: 'anvil', quantity: 3 },
      { id: 'a-2', tenant: 'acme', user: 'ada', item: 'rocket skates', quantity: 1 },
      { id: 'g-1', tenant: 'globex', user: 'gus', item: 'hammock', quantity: 40 },
    ],
  };
}
