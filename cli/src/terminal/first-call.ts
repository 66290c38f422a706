export interface FirstCall {
  scheme: 'http' | 'https';
  port: number;
  /** Host of the app's environment. */
  host: string;
  /** Address of the admin API: on a developer's machine gateways listen beside it. */
  admin: string;
  key: string;
}

/**
 * Commands that reach an app. curl and browsers resolve `*.localhost` by themselves, most other programs do not,
 * so on a developer's machine the form with an address and a Host header comes second.
 */
export function firstCall({ scheme, port, host, admin, key }: FirstCall): string[] {
  const usual = port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`;
  const lines = [`  curl -H 'X-API-Key: ${key}' ${scheme}://${host}${usual}/`];
  if (scheme === 'http' && isLocal(host) && isLocal(new URL(admin).hostname)) {
    lines.push(`  curl -H 'Host: ${host}' -H 'X-API-Key: ${key}' http://127.0.0.1${usual}/`);
  }
  return lines;
}

const isLocal = (host: string): boolean => /(^|\.)localhost$|^127\.|^\[::1\]$/.test(host);
