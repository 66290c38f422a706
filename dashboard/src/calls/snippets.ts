import type { PlatformInfo } from './platform-info.ts';

/** How a client reaches an app's host through the gateway's public listener. */
export function urlOf(host: string, path: string, { scheme, port }: PlatformInfo['gateway']): string {
  const usual = scheme === 'https' ? 443 : 80;
  return `${scheme}://${host}${port === usual ? '' : `:${port}`}${path}`;
}

/** Words of a shell in single quotes cannot end them. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

export interface Snippet {
  title: string;
  text: string;
}

/**
 * Both curl forms. `demo.localhost` resolves by itself in curl and browsers only, so there is a second form with
 * address and Host header; other base domains have real DNS names, and the address is not ours to know.
 */
export function curlSnippets(host: string, key: string | undefined, info: PlatformInfo): Snippet[] {
  const auth = key === undefined ? '' : `-H ${quoted(`X-API-Key: ${key}`)} `;
  const byHost = { title: 'By host', text: `curl ${auth}${urlOf(host, '/', info.gateway)}` };
  if (!isLocal(info.base_domain)) return [byHost];
  return [
    byHost,
    {
      title: 'By address',
      text: `curl -H ${quoted(`Host: ${host}`)} ${auth}${urlOf('127.0.0.1', '/', info.gateway)}`,
    },
  ];
}

const isLocal = (domain: string) => domain === 'localhost' || domain.endsWith('.localhost');
