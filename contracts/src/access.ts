import type { MemberRole, OperatorRole } from './vocabulary.ts';

/**
 * What each role may do: one table, role × resource × action. The guard, the dashboard's menus and the token
 * scopes read it. `r` read, `w` write (create and change), `d` delete or revoke.
 */
export const actions = ['read', 'write', 'delete'] as const;
export type Action = (typeof actions)[number];

const letters: Record<Action, string> = { read: 'r', write: 'w', delete: 'd' };

const memberTable = {
  //              owner  admin  developer billing viewer
  customer: ['rwd', 'rw', 'r', 'r', 'r'],
  members: ['rwd', 'rwd', 'r', 'r', 'r'],
  tokens: ['rwd', 'rwd', 'rwd', 'r', 'r'],
  apps: ['rwd', 'rwd', 'rw', 'r', 'r'],
  upstreams: ['rwd', 'rwd', 'rwd', 'r', 'r'],
  routes: ['rwd', 'rwd', 'rwd', 'r', 'r'],
  keys: ['rwd', 'rwd', 'rwd', '', 'r'],
  issuers: ['rwd', 'rwd', 'rwd', '', 'r'],
  tenants: ['rwd', 'rwd', 'rwd', 'r', 'r'],
  roles: ['rwd', 'rwd', 'rwd', 'r', 'r'],
  authorize: ['rwd', 'rwd', 'rwd', '', 'r'],
  decisions: ['d', 'd', 'd', '', ''],
  certificates: ['rwd', 'rwd', 'rwd', 'r', 'r'],
  limits: ['rwd', 'rwd', 'rwd', 'r', 'r'],
  plugins: ['rwd', 'rwd', 'rwd', 'r', 'r'],
  traces: ['rw', 'rw', 'rw', '', 'r'],
  usage: ['r', 'r', 'r', 'r', 'r'],
  audit: ['r', 'r', 'r', 'r', 'r'],
  revisions: ['r', 'r', 'r', 'r', 'r'],
  notifications: ['rw', 'rw', 'rw', 'rw', 'rw'],
} as const satisfies Record<string, readonly [string, string, string, string, string]>;
const memberColumns: readonly MemberRole[] = ['owner', 'admin', 'developer', 'billing', 'viewer'];

const operatorTable = {
  //              owner  admin  support viewer
  customers: ['rwd', 'rwd', 'rw', 'r'],
  gateways: ['rwd', 'rwd', 'r', 'r'],
  config: ['rw', 'rw', 'r', 'r'],
  operators: ['rwd', 'r', 'r', 'r'],
  plugins: ['rwd', 'rwd', 'r', 'r'],
  jobs: ['rwd', 'rwd', 'r', 'r'],
  mail: ['rwd', 'rwd', 'r', 'r'],
  audit: ['r', 'r', 'r', 'r'],
  revisions: ['r', 'r', 'r', 'r'],
  tokens: ['rwd', 'rwd', 'r', 'r'],
} as const satisfies Record<string, readonly [string, string, string, string]>;
const operatorColumns: readonly OperatorRole[] = ['owner', 'admin', 'support', 'viewer'];

export type CustomerResource = keyof typeof memberTable;
export type OperatorResource = keyof typeof operatorTable;
export const customerResources = Object.keys(memberTable) as CustomerResource[];
export const operatorResources = Object.keys(operatorTable) as OperatorResource[];

export function memberMay(role: MemberRole, resource: CustomerResource, action: Action): boolean {
  const cell = memberTable[resource][memberColumns.indexOf(role)] ?? '';
  return cell.includes(letters[action]);
}

export function operatorMay(role: OperatorRole, resource: OperatorResource, action: Action): boolean {
  const cell = operatorTable[resource][operatorColumns.indexOf(role)] ?? '';
  return cell.includes(letters[action]);
}
