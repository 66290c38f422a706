import type { TestApp } from './test-app.ts';

export interface TestMail {
  subject: string;
  body: string;
}

/** What the outbox holds for an address, newest first. */
export async function mailsTo(app: TestApp, email: string): Promise<TestMail[]> {
  const rows = await app.database.asPlatform(
    'SELECT subject, body FROM mail_outbox WHERE recipient = $1 ORDER BY created_at DESC, id DESC',
    [email],
  );
  return rows as unknown as TestMail[];
}

/** The secret of the link in the newest mail to an address. */
export async function mailedToken(app: TestApp, email: string, parameter = 'token'): Promise<string> {
  const [mail] = await mailsTo(app, email);
  const link = /https?:\S+/.exec(mail?.body ?? '')?.[0];
  const token = link === undefined ? null : new URL(link).searchParams.get(parameter);
  if (token === null) throw new Error(`no link was mailed to ${email}`);
  return token;
}
