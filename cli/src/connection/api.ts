import { type Client, createClient } from '@aegis/contracts';
import { fixable } from '../errors.ts';
import { assertSendable, type Settings } from './settings.ts';

/** The typed client as the caller of these settings; its errors say what the reader can do. */
export function connect(settings: Settings): Client {
  assertSendable(settings);
  const { url, token, customer } = settings;
  const headers: Record<string, string> = { 'user-agent': 'aegis-cli' };
  if (token.value !== undefined) headers.authorization = `Bearer ${token.value}`;
  if (customer.value !== undefined) headers['aegis-customer'] = customer.value;
  const client = createClient({ baseUrl: url.value, headers: () => headers });
  return {
    call: async (operation, input) => {
      try {
        return await client.call(operation, input);
      } catch (error) {
        throw fixable(error, url.value, operation.access.kind);
      }
    },
  };
}
