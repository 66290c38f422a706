import { define } from './error-code.ts';

/** The admin API. */
export const adminErrors = define({
  invalid_input: {
    status: 422,
    by: 'admin',
    title: 'Some fields are not valid',
    fix: 'See the errors list.',
  },
  not_signed_in: {
    status: 401,
    by: 'admin',
    title: 'Sign in first',
    fix: 'Send a session cookie or Authorization: Bearer aegis_pat_….',
  },
  invalid_credentials: {
    status: 401,
    by: 'admin',
    title: 'The e-mail address or the password is wrong',
    fix: 'Try again, or reset the password.',
  },
  too_many_attempts: {
    status: 429,
    by: 'admin',
    title: 'Too many attempts',
    fix: 'Wait for the seconds in Retry-After.',
  },
  csrf_failed: {
    status: 403,
    by: 'admin',
    title: "The session's proof is missing",
    fix: 'Reload the page and try again.',
  },
  not_allowed: {
    status: 403,
    by: 'admin',
    title: 'Your role or token does not allow this',
    fix: 'Ask an owner or admin of the company.',
  },
  customer_required: {
    status: 400,
    by: 'admin',
    title: 'Which company?',
    fix: 'Send Aegis-Customer: <slug>; you belong to several.',
  },
  customer_not_active: {
    status: 403,
    by: 'admin',
    title: 'The company is not active',
    fix: 'Verify the e-mail address, or wait for the approval.',
  },
  not_found: {
    status: 404,
    by: 'admin',
    title: 'There is no such thing',
    fix: 'Check the id; it may have been deleted.',
  },
  trace_not_kept: {
    status: 404,
    by: 'admin',
    title: 'No trace of this request was kept',
    fix: 'Send the request again with a trace token to get its trace.',
  },
  conflict: {
    status: 409,
    by: 'admin',
    title: 'This clashes with what exists',
    fix: 'Choose another name, or change the existing one.',
  },
  slug_taken: { status: 409, by: 'admin', title: 'This slug is taken', fix: 'Choose another slug.' },
  in_use: {
    status: 409,
    by: 'admin',
    title: 'Something still uses this',
    fix: 'Remove the use first; the detail names it.',
  },
  entitlement_reached: {
    status: 409,
    by: 'admin',
    title: "The plan's amount is used up",
    fix: 'Delete what you do not need, or ask for a larger plan.',
  },
  edited_meanwhile: {
    status: 412,
    by: 'admin',
    title: 'Somebody changed this meanwhile',
    fix: 'Load it again and repeat the change.',
  },
  idempotency_mismatch: {
    status: 422,
    by: 'admin',
    title: 'This idempotency key was used for another request',
    fix: 'Use a new key.',
  },
  idempotency_in_progress: {
    status: 409,
    by: 'admin',
    title: 'The first request with this key is still running',
    fix: 'Wait and repeat.',
  },
  unsupported_media_type: {
    status: 415,
    by: 'both',
    title: 'Send JSON',
    fix: 'Set Content-Type: application/json.',
  },
  registration_closed: {
    status: 403,
    by: 'admin',
    title: 'Registration is closed',
    fix: 'Ask the operator for an invitation.',
  },
  link_invalid: {
    status: 410,
    by: 'admin',
    title: 'This link is used or expired',
    fix: 'Ask for a new one.',
  },
  email_not_verified: {
    status: 403,
    by: 'admin',
    title: 'Verify your e-mail address first',
    fix: 'Open the link in the mail, or ask for a new one.',
  },
  certificate_orders_off: {
    status: 409,
    by: 'admin',
    title: 'Certificates cannot be ordered here',
    fix: 'Upload one; or ask the operator to name a certificate authority (AEGIS_ACME_DIRECTORY_URL).',
  },
  configuration_refused: {
    status: 422,
    by: 'admin',
    title: 'nginx refuses this configuration',
    fix: 'See the detail; the old configuration keeps serving.',
  },
  unavailable: {
    status: 503,
    by: 'admin',
    title: 'A part of the service is away',
    fix: 'Try again in the seconds of Retry-After.',
  },
});
