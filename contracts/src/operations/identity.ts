import { z } from 'zod';
import { accountAccess, Email, Id, Moment, Name, operation, publicAccess, Slug } from '../operation.ts';
import { CustomerStatus, MemberRole, OperatorRole, RegistrationMode } from '../vocabulary.ts';

/** Registration, sign-in and the signed-in account. */

export const Password = z.string().min(10).max(200);

export const Membership = z.strictObject({
  customer_id: Id,
  slug: Slug,
  name: Name,
  status: CustomerStatus,
  role: MemberRole,
});
export type Membership = z.infer<typeof Membership>;

export const Me = z.strictObject({
  account: z.strictObject({ id: Id, email: z.email(), name: z.string(), email_verified: z.boolean() }),
  memberships: z.array(Membership),
  operator_role: OperatorRole.optional(),
  /** Scopes of the token in use. Absent for a session: the role decides alone. */
  scopes: z.array(z.string()).optional(),
});
export type Me = z.infer<typeof Me>;

export const platformInfo = operation({
  id: 'platform.info',
  method: 'GET',
  path: '/platform',
  summary: 'What a visitor needs to know before signing in',
  access: publicAccess,
  response: z.strictObject({
    version: z.string(),
    registration: RegistrationMode,
    allowed_email_domains: z.array(z.string()),
    terms_url: z.string().optional(),
    base_domain: z.string(),
    /** How clients reach gateways, with the host left out: scheme and port of the public listener. */
    gateway: z.strictObject({ scheme: z.enum(['http', 'https']), port: z.int() }),
    /** Where mails can be read on a developer's machine. */
    mailbox_url: z.string().optional(),
    /** Where people open the dashboard. */
    dashboard_url: z.string().optional(),
    docs_url: z.string(),
    /** Whether certificates can be ordered: the operator named a certificate authority. */
    certificate_orders: z.boolean(),
  }),
});

/** RFC 7517. */
export const AssertionKeySet = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      kid: z.string(),
      alg: z.literal('EdDSA'),
      use: z.literal('sig'),
    }),
  ),
});
export const getAssertionKeys = operation({
  id: 'platform.assertion_keys',
  method: 'GET',
  path: '/.well-known/jwks.json',
  summary: 'Public keys of X-Aegis-Assertion, as a JSON Web Key Set',
  description: 'For backends that check who calls by the gateway’s signature.',
  access: publicAccess,
  unprefixed: true,
  response: AssertionKeySet,
});

export const register = operation({
  id: 'accounts.register',
  method: 'POST',
  path: '/register',
  summary: 'Register a company and its owner',
  description: 'Mails a verification link. The answer is the same for an address that is registered already.',
  access: publicAccess,
  unprefixed: true,
  body: z.strictObject({
    email: Email,
    password: Password,
    name: Name,
    /** Name of the new company. Not needed with an invitation to join one. */
    company: Name.optional(),
    /** Needed while registration is by invitation. */
    invitation: z.string().max(200).optional(),
  }),
  response: z.strictObject({ status: z.literal('verification_sent'), email: z.email() }),
  status: 202,
  errors: ['registration_closed', 'link_invalid', 'too_many_attempts'],
});

const SignedIn = z.strictObject({
  me: Me,
  /** Send it back as `X-CSRF-Token` with every change. */
  csrf_token: z.string(),
});

export const verifyEmail = operation({
  id: 'accounts.verify_email',
  method: 'POST',
  path: '/verify-email',
  summary: 'Confirm an e-mail address with the token of the mailed link; signs in',
  access: publicAccess,
  body: z.strictObject({ token: z.string().min(20).max(200) }),
  response: SignedIn,
  errors: ['link_invalid', 'too_many_attempts'],
});

export const resendVerification = operation({
  id: 'accounts.resend_verification',
  method: 'POST',
  path: '/verify-email/resend',
  summary: 'Mail the verification link again',
  access: publicAccess,
  body: z.strictObject({ email: Email }),
  status: 202,
  response: z.strictObject({ status: z.literal('verification_sent') }),
  errors: ['too_many_attempts'],
});

export const login = operation({
  id: 'sessions.login',
  method: 'POST',
  path: '/auth/login',
  summary: 'Sign in',
  description:
    'With `token: true` the answer carries a personal token for use as a bearer (CLI); else the session cookie is set.',
  access: publicAccess,
  body: z.strictObject({
    email: Email,
    password: z.string().max(200),
    token: z.strictObject({ name: Name, expires_in_days: z.int().min(1).max(365).default(90) }).optional(),
  }),
  response: SignedIn.extend({ token: z.string().optional() }),
  errors: ['invalid_credentials', 'email_not_verified', 'too_many_attempts'],
});

export const refresh = operation({
  id: 'sessions.refresh',
  method: 'POST',
  path: '/auth/refresh',
  summary: 'Prolong the session and get a new CSRF token',
  access: accountAccess,
  response: SignedIn,
});

export const logout = operation({
  id: 'sessions.logout',
  method: 'POST',
  path: '/auth/logout',
  summary: 'Sign out: ends the session or revokes the token in use',
  access: accountAccess,
});

export const forgotPassword = operation({
  id: 'accounts.forgot_password',
  method: 'POST',
  path: '/auth/password/forgot',
  summary: 'Mail a link to choose a new password',
  access: publicAccess,
  body: z.strictObject({ email: Email }),
  status: 202,
  response: z.strictObject({ status: z.literal('reset_sent') }),
  errors: ['too_many_attempts'],
});

export const resetPassword = operation({
  id: 'accounts.reset_password',
  method: 'POST',
  path: '/auth/password/reset',
  summary: 'Choose a new password with the token of the mailed link; ends all sessions',
  access: publicAccess,
  body: z.strictObject({ token: z.string().min(20).max(200), password: Password }),
  errors: ['link_invalid', 'too_many_attempts'],
});

export const getMe = operation({
  id: 'accounts.me',
  method: 'GET',
  path: '/me',
  summary: 'The signed-in account with its memberships',
  access: accountAccess,
  response: Me,
});

export const updateMe = operation({
  id: 'accounts.update_me',
  method: 'PATCH',
  path: '/me',
  summary: 'Change the own name or password',
  access: accountAccess,
  body: z.strictObject({
    name: Name.optional(),
    password: z.strictObject({ current: z.string().max(200), next: Password }).optional(),
  }),
  response: Me,
  errors: ['invalid_credentials'],
});

export const Session = z.strictObject({
  id: Id,
  current: z.boolean(),
  created_at: Moment,
  last_seen_at: Moment,
  ip: z.string(),
  user_agent: z.string(),
});
export type Session = z.infer<typeof Session>;

export const listSessions = operation({
  id: 'sessions.list',
  method: 'GET',
  path: '/me/sessions',
  summary: 'Where the account is signed in',
  access: accountAccess,
  response: z.strictObject({ items: z.array(Session) }),
});

export const revokeSession = operation({
  id: 'sessions.revoke',
  method: 'DELETE',
  path: '/me/sessions/:id',
  summary: 'End one session',
  access: accountAccess,
  params: z.strictObject({ id: Id }),
});

export const identityOperations = {
  platformInfo,
  getAssertionKeys,
  register,
  verifyEmail,
  resendVerification,
  login,
  refresh,
  logout,
  forgotPassword,
  resetPassword,
  getMe,
  updateMe,
  listSessions,
  revokeSession,
};
