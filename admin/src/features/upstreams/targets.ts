import type { UpstreamTarget } from '@aegis/contracts';

export interface TargetInput {
  url: string;
  weight: number;
}

/** One target as gateways read it. The contract has already refused user, query and fragment. */
export function targetOf({ url, weight }: TargetInput): UpstreamTarget {
  const { protocol, hostname, port, pathname } = new URL(url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  return {
    scheme,
    host: hostname.replace(/^\[|\]$/g, '').replace(/\.$/, ''),
    port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
    path: pathname.replace(/\/+$/, ''),
    weight,
  };
}
