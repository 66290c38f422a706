import {
  type Client,
  createClient,
  forgotPassword,
  login,
  ProblemError,
  register,
  resetPassword,
  verifyEmail,
} from '@aegis/contracts';
import { mailedToken } from './mailbox.ts';

export interface Person {
  email: string;
  password: string;
  token: string;
}

const TOKEN_DAYS = 365;

export const anonymous = (adminUrl: string): Client => createClient({ baseUrl: adminUrl });

export const signedIn = (adminUrl: string, token: string): Client =>
  createClient({ baseUrl: adminUrl, headers: () => ({ authorization: `Bearer ${token}` }) });

/** A company's owner, through the same steps as any newcomer: register, open the mailed link, sign in. */
export async function customerOwner(adminUrl: string, email: string, password: string): Promise<Person> {
  const known = await tokenOf(adminUrl, email, password);
  if (known !== undefined) return { email, password, token: known };
  const api = anonymous(adminUrl);
  await api.call(register, { body: { email, password, name: 'Demo', company: 'Demo' } });
  const token = await mailedToken(adminUrl, email, /confirm/i);
  await api.call(verifyEmail, { body: { token } });
  return { email, password, token: await newToken(adminUrl, email, password) };
}

/** An operator: made by the admin's command, whose link lets us choose the password. */
export async function operator(
  adminUrl: string,
  email: string,
  password: string,
  create: (email: string) => Promise<string>,
): Promise<Person> {
  const known = await tokenOf(adminUrl, email, password);
  if (known !== undefined) return { email, password, token: known };
  const printed = await create(email);
  const link = /[?&]token=([A-Za-z0-9_-]+)/.exec(printed)?.[1] ?? (await mailedReset(adminUrl, email));
  await anonymous(adminUrl).call(resetPassword, { body: { token: link, password } });
  return { email, password, token: await newToken(adminUrl, email, password) };
}

/** An earlier start may have ended between making the operator and choosing the password. */
async function mailedReset(adminUrl: string, email: string): Promise<string> {
  await anonymous(adminUrl).call(forgotPassword, { body: { email } });
  return await mailedToken(adminUrl, email, /password/i);
}

/** Undefined when the address cannot sign in (yet). */
export async function tokenOf(
  adminUrl: string,
  email: string,
  password: string,
): Promise<string | undefined> {
  try {
    return await newToken(adminUrl, email, password);
  } catch (problem) {
    if (problem instanceof ProblemError && problem.problem.status < 500) return undefined;
    throw problem;
  }
}

export async function newToken(adminUrl: string, email: string, password: string): Promise<string> {
  const body = { email, password, token: { name: 'npm start', expires_in_days: TOKEN_DAYS } };
  const { data } = await anonymous(adminUrl).call(login, { body });
  if (data.token === undefined) throw new Error('the admin service gave no token');
  return data.token;
}
