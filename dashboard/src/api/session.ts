import { type CallInput, login, logout, type Me, verifyEmail } from '@aegis/contracts';
import { queryOptions } from '@tanstack/react-query';
import { call, keepCsrfToken, resumeSession } from './client.ts';

export const sessionKey = ['session'] as const;

export const sessionQuery = queryOptions<Me | null>({
  queryKey: sessionKey,
  queryFn: resumeSession,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

function keep(answer: { me: Me; csrf_token: string }): Me {
  keepCsrfToken(answer.csrf_token);
  return answer.me;
}

export const signIn = async (input: CallInput<typeof login>): Promise<Me> =>
  keep((await call(null, login, input)).data);

export const confirmEmail = async (token: string): Promise<Me> =>
  keep((await call(null, verifyEmail, { body: { token } })).data);

export async function signOut(): Promise<void> {
  await call(null, logout);
}
