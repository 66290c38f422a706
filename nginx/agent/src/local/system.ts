import { existsSync, readFileSync } from 'node:fs';

/** What the agent reads of the machine it runs on. */

const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
  '/opt/homebrew/etc/ca-certificates/cert.pem',
];

/** The system's bundle of certificate authorities. @throws Error naming the variable that can replace it */
export function authorities(): string {
  const found = bundles.find((path) => existsSync(path));
  if (!found) throw new Error('No bundle of certificate authorities found; name one in AEGIS_CA_FILE.');
  return found;
}

/** DNS servers of the machine; zone indexes of link-local addresses are left out, nginx cannot use those. */
export function nameServers(): string[] {
  const text = existsSync('/etc/resolv.conf') ? readFileSync('/etc/resolv.conf', 'utf8') : '';
  const addresses = [...text.matchAll(/^nameserver\s+(\S+)/gm)].map(([, address = '']) => address);
  return addresses.filter((address) => !address.includes('%')).map((a) => (a.includes(':') ? `[${a}]` : a));
}

export interface WorkerUser {
  name: string;
  group: string;
  uid: number;
  gid: number;
}

/** Whom the workers become when we are root: the distribution's web user. Undefined when we are not. */
export function workerUser(): WorkerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = table('/etc/passwd');
  const groups = table('/etc/group');
  for (const name of ['www-data', 'nginx', 'nobody']) {
    const user = users.find((entry) => entry[0] === name);
    const group = groups.find((entry) => entry[2] === user?.[3]);
    if (user && group?.[0]) return { name, group: group[0], uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Error('No unprivileged user for the workers found (www-data, nginx or nobody).');
}

const table = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
