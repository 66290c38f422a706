import { login, type Me, verifyEmail } from '@aegis/contracts';
import { type ApiCaller, apiCaller, type RawAnswer } from './api-caller.ts';
import type { TestApp } from './test-app.ts';

/** Somebody signed in by cookie, as the dashboard is. */
export interface TestBrowser extends ApiCaller {
  me: Me;
  cookie: string;
  csrf: string;
}

export const cookieOf = (answer: RawAnswer): string =>
  (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

function browserFrom(app: TestApp, answer: RawAnswer): TestBrowser {
  if (answer.status !== 200) throw new Error(`signing in answered ${JSON.stringify(answer.body)}`);
  const { me, csrf_token: csrf } = answer.body as { me: Me; csrf_token: string };
  const cookie = cookieOf(answer);
  return { ...apiCaller(app.url, { cookie, 'x-csrf-token': csrf }), me, cookie, csrf };
}

export const signIn = async (app: TestApp, email: string, password: string): Promise<TestBrowser> =>
  browserFrom(app, await app.visitor.send(login, { body: { email, password } }));

export const verify = async (app: TestApp, token: string): Promise<TestBrowser> =>
  browserFrom(app, await app.visitor.send(verifyEmail, { body: { token } }));
