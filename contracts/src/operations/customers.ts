import { z } from 'zod';
import {
  accountAccess,
  customerAccess,
  Email,
  Id,
  idParams,
  Moment,
  Name,
  operation,
  operatorAccess,
  page,
  pageQuery,
  Slug,
} from '../operation.ts';
import { TokenScope } from '../scopes.ts';
import { CustomerStatus, Environment, MemberRole, OperatorRole } from '../vocabulary.ts';

/** Companies, their people, their tokens; and the operators' view of them. */

export const Customer = z.strictObject({
  id: Id,
  slug: Slug,
  name: Name,
  status: CustomerStatus,
  created_at: Moment,
});
export type Customer = z.infer<typeof Customer>;

const reason = z.strictObject({ reason: z.string().trim().max(500).optional() });

export const getCustomer = operation({
  id: 'customers.current',
  method: 'GET',
  path: '/customer',
  summary: 'The company of this request',
  access: customerAccess('customer', 'read'),
  response: Customer,
  versioned: true,
});
export const updateCustomer = operation({
  id: 'customers.update',
  method: 'PATCH',
  path: '/customer',
  summary: 'Rename the company',
  access: customerAccess('customer', 'write'),
  body: z.strictObject({ name: Name }),
  response: Customer,
  versioned: true,
});

export const listCustomers = operation({
  id: 'customers.list',
  method: 'GET',
  path: '/operator/customers',
  summary: 'All companies of the platform',
  access: operatorAccess('customers', 'read'),
  query: pageQuery(['created_at', 'name']).extend({ status: CustomerStatus.optional() }),
  response: page(Customer.extend({ owner_email: z.string(), apps: z.int(), members: z.int() })),
});
export const getCustomerAsOperator = operation({
  id: 'customers.get',
  method: 'GET',
  path: '/operator/customers/:id',
  summary: 'One company, by id or slug',
  access: operatorAccess('customers', 'read'),
  params: z.strictObject({ id: z.union([Id, Slug]) }),
  response: Customer.extend({ owner_email: z.string(), apps: z.int(), members: z.int() }),
});
const change = (verb: 'approve' | 'suspend' | 'resume', summary: string) =>
  operation({
    id: `customers.${verb}`,
    method: 'POST',
    path: `/operator/customers/:id/${verb}`,
    summary,
    access: operatorAccess('customers', 'write'),
    params: idParams,
    body: reason,
    response: Customer,
    errors: ['conflict'],
  });
export const approveCustomer = change('approve', 'Let a pending company in');
export const suspendCustomer = change('suspend', 'Stop a company and all its traffic');
export const resumeCustomer = change('resume', 'Lift a suspension');

export const CompanyInvitation = z.strictObject({
  id: Id,
  email: z.email(),
  created_at: Moment,
  expires_at: Moment,
});
export type CompanyInvitation = z.infer<typeof CompanyInvitation>;
export const listCompanyInvitations = operation({
  id: 'customers.list_invitations',
  method: 'GET',
  path: '/operator/invitations',
  summary: 'Invitations to register a company that are still open',
  access: operatorAccess('customers', 'read'),
  response: z.strictObject({ items: z.array(CompanyInvitation) }),
});
export const inviteCompany = operation({
  id: 'customers.invite',
  method: 'POST',
  path: '/operator/invitations',
  summary: 'Mail an invitation to register a company',
  access: operatorAccess('customers', 'write'),
  body: z.strictObject({ email: Email }),
  response: CompanyInvitation,
  status: 201,
  idempotent: true,
});
export const withdrawCompanyInvitation = operation({
  id: 'customers.withdraw_invitation',
  method: 'DELETE',
  path: '/operator/invitations/:id',
  summary: 'Withdraw an invitation to register',
  access: operatorAccess('customers', 'delete'),
  params: idParams,
});

export const Member = z.strictObject({
  account_id: Id,
  email: z.email(),
  name: z.string(),
  role: MemberRole,
  joined_at: Moment,
});
export type Member = z.infer<typeof Member>;
const memberParams = z.strictObject({ account_id: Id });

export const listMembers = operation({
  id: 'members.list',
  method: 'GET',
  path: '/members',
  summary: 'People of the company',
  access: customerAccess('members', 'read'),
  query: pageQuery(['joined_at', 'email']),
  response: page(Member),
});
export const changeMember = operation({
  id: 'members.change_role',
  method: 'PATCH',
  path: '/members/:account_id',
  summary: 'Give a member another role',
  access: customerAccess('members', 'write'),
  params: memberParams,
  body: z.strictObject({ role: MemberRole }),
  response: Member,
  errors: ['conflict'],
});
export const removeMember = operation({
  id: 'members.remove',
  method: 'DELETE',
  path: '/members/:account_id',
  summary: 'Remove a member; the last owner cannot leave',
  access: customerAccess('members', 'delete'),
  params: memberParams,
  errors: ['conflict'],
});

export const Invitation = z.strictObject({
  id: Id,
  email: z.email(),
  role: MemberRole,
  created_at: Moment,
  expires_at: Moment,
});
export type Invitation = z.infer<typeof Invitation>;
export const listInvitations = operation({
  id: 'invitations.list',
  method: 'GET',
  path: '/invitations',
  summary: 'Invitations that are still open',
  access: customerAccess('members', 'read'),
  response: z.strictObject({ items: z.array(Invitation) }),
});
export const inviteMember = operation({
  id: 'invitations.create',
  method: 'POST',
  path: '/invitations',
  summary: 'Invite somebody by mail',
  access: customerAccess('members', 'write'),
  body: z.strictObject({ email: Email, role: MemberRole }),
  response: Invitation,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const withdrawInvitation = operation({
  id: 'invitations.withdraw',
  method: 'DELETE',
  path: '/invitations/:id',
  summary: 'Withdraw an invitation',
  access: customerAccess('members', 'delete'),
  params: idParams,
});
export const acceptInvitation = operation({
  id: 'invitations.accept',
  method: 'POST',
  path: '/invitations/accept',
  summary: 'Join the company of a mailed invitation with the signed-in account',
  access: accountAccess,
  body: z.strictObject({ token: z.string().min(20).max(200) }),
  response: Member,
  errors: ['link_invalid'],
});

export const Token = z.strictObject({
  id: Id,
  name: Name,
  kind: z.enum(['personal', 'machine']),
  /** First characters, enough to recognise it. */
  prefix: z.string(),
  scopes: z.array(TokenScope),
  app_id: Id.optional(),
  environment: Environment.optional(),
  created_at: Moment,
  expires_at: Moment.optional(),
  last_used_at: Moment.optional(),
});
export type Token = z.infer<typeof Token>;
const tokenBody = z.strictObject({
  name: Name,
  kind: z.enum(['personal', 'machine']).default('machine'),
  scopes: z.array(TokenScope).min(1).max(50),
  app_id: Id.optional(),
  environment: Environment.optional(),
  expires_at: Moment.optional(),
});
export const listTokens = operation({
  id: 'tokens.list',
  method: 'GET',
  path: '/tokens',
  summary: 'Personal tokens of the caller and machine tokens of the company',
  access: customerAccess('tokens', 'read'),
  query: pageQuery(['created_at']),
  response: page(Token),
});
export const createToken = operation({
  id: 'tokens.create',
  method: 'POST',
  path: '/tokens',
  summary: 'Create a token; its text is shown once',
  access: customerAccess('tokens', 'write'),
  body: tokenBody,
  response: Token.extend({ token: z.string() }),
  status: 201,
  idempotent: true,
});
export const revokeToken = operation({
  id: 'tokens.revoke',
  method: 'DELETE',
  path: '/tokens/:id',
  summary: 'Revoke a token at once',
  access: customerAccess('tokens', 'delete'),
  params: idParams,
});

export const Operator = z.strictObject({
  account_id: Id,
  email: z.email(),
  name: z.string(),
  role: OperatorRole,
  created_at: Moment,
});
export type Operator = z.infer<typeof Operator>;
export const listOperators = operation({
  id: 'operators.list',
  method: 'GET',
  path: '/operator/operators',
  summary: 'People who run the platform',
  access: operatorAccess('operators', 'read'),
  response: z.strictObject({ items: z.array(Operator) }),
});
export const createOperator = operation({
  id: 'operators.create',
  method: 'POST',
  path: '/operator/operators',
  summary: 'Make somebody an operator; a new address gets a link to choose a password',
  access: operatorAccess('operators', 'write'),
  body: z.strictObject({ email: Email, role: OperatorRole }),
  response: Operator,
  status: 201,
  errors: ['conflict'],
});
export const removeOperator = operation({
  id: 'operators.remove',
  method: 'DELETE',
  path: '/operator/operators/:account_id',
  summary: 'Take the operator role away; the last owner stays',
  access: operatorAccess('operators', 'delete'),
  params: memberParams,
  errors: ['conflict'],
});

export const customerOperations = {
  getCustomer,
  updateCustomer,
  listCustomers,
  getCustomerAsOperator,
  approveCustomer,
  suspendCustomer,
  resumeCustomer,
  listCompanyInvitations,
  inviteCompany,
  withdrawCompanyInvitation,
  listMembers,
  changeMember,
  removeMember,
  listInvitations,
  inviteMember,
  withdrawInvitation,
  acceptInvitation,
  listTokens,
  createToken,
  revokeToken,
  listOperators,
  createOperator,
  removeOperator,
};
