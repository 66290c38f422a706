import type { UpstreamTarget } from '@aegis/contracts';

export interface TargetInput {
  url: string;
  weight: number;
}

/** An http or https address as gateways read it. The contract has already refused user, query and fragment. */
export function webAddressOf(url: string) {
  const { protocol, hostname, port, pathname } = new URL(url);
  const scheme: 'http' | 'https' = protocol === 'https:' ? 'https' : 'http';
  return {
    scheme,
    host: hostname.replace(/^\[|\]$/g, '').replace(/\.$/, ''),
    port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
    path: pathname.replace(/\/+$/, ''),
  };
}

/** One target as gateways read it. gRPC is read as a web address: only of those a host has one spelling. */
export function targetOf({ url, weight }: TargetInput): UpstreamTarget {
  const grpc = /^grpc(?=s?:)/i;
  const { scheme, ...place } = webAddressOf(url.replace(grpc, 'http'));
  if (!grpc.test(url)) return { scheme, ...place, weight };
  return { scheme: scheme === 'https' ? 'grpcs' : 'grpc', ...place, weight };
}
