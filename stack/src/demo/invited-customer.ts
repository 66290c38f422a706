import { type Client, inviteCompany, listMail, register, verifyEmail } from '@aegis/contracts';
import { waitUntil } from '../system/wait.ts';
import { anonymous, newToken, type Person, tokenOf } from './people.ts';

/**
 * A company's owner where registration is by invitation and nobody receives mail: the operator invites, and reads
 * the mailed links in the outbox, as the operator console shows it.
 */
export async function invitedCustomer(
  adminUrl: string,
  operatorApi: Client,
  email: string,
  password: string,
): Promise<Person> {
  const known = await tokenOf(adminUrl, email, password);
  if (known !== undefined) return { email, password, token: known };
  await operatorApi.call(inviteCompany, { body: { email } });
  const invitation = await keptToken(operatorApi, email, /invited to register/);
  const api = anonymous(adminUrl);
  await api.call(register, { body: { email, password, name: 'Demo', company: 'Demo', invitation } });
  const token = await keptToken(operatorApi, email, /confirm/i);
  await api.call(verifyEmail, { body: { token } });
  return { email, password, token: await newToken(adminUrl, email, password) };
}

/** Newest mails come first. */
async function keptToken(operatorApi: Client, to: string, subject: RegExp): Promise<string> {
  let token: string | undefined;
  await waitUntil(`a mail to ${to}`, async () => {
    const { data } = await operatorApi.call(listMail, { query: {} });
    const mail = data.items.find((item) => item.to === to && subject.test(item.subject));
    token = /[?&](?:token|invitation)=([A-Za-z0-9_-]+)/.exec(mail?.text ?? '')?.[1];
    return token !== undefined;
  });
  return token ?? '';
}
