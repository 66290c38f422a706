import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseEnvironment } from '../system/environment.ts';
import { findProgram } from '../system/find-program.ts';
import { Part } from '../system/part.ts';
import { freePort } from '../system/ports.ts';
import { untilSpecEnds } from './leftovers.ts';

/** Pebble, Let's Encrypt's ACME server for tests, on the loopback address, with a DNS that knows every name. */
export interface TestAuthority {
  directoryUrl: string;
  /** PEM: who signed the certificate that it shows itself. */
  roots: string;
  /** PEM: who signs what it issues. */
  issuer: () => Promise<string>;
  /** Whether its DNS knows a host from now on. */
  setAddress: (host: string, known: boolean) => Promise<void>;
  stop: () => Promise<void>;
}

interface Wanted {
  /** Where it asks every host for the answer of HTTP-01. */
  httpPort: number;
  /** How long its certificates live. Default: for years. */
  lifeSeconds?: number;
  /** The only account that it lets others belong to (external account binding), its key in base64url. */
  account?: { kid: string; key: string };
}

export async function startTestAuthority(wanted: Wanted): Promise<TestAuthority> {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-authority-'));
  const [port, management, dns, dnsManagement] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const roots = writeCertificate(directory);
  const names = await startNames(directory, dns, dnsManagement);
  const pebble = new Part({
    name: 'Pebble',
    program: findProgram('pebble'),
    args: ['-config', writeConfig(directory, { port, management }, wanted), '-dnsserver', `127.0.0.1:${dns}`],
    env: { ...baseEnvironment(), PEBBLE_VA_NOSLEEP: '1', PEBBLE_AUTHZREUSE: '0' },
    logFile: join(directory, 'pebble.log'),
    ready: async () => (await get(`https://localhost:${port}/dir`, roots)) !== undefined,
  });
  await pebble.start();
  const stop = async () => {
    await Promise.all([pebble.stop(), names.stop()]);
    rmSync(directory, { recursive: true, force: true });
  };
  untilSpecEnds(stop);
  return {
    directoryUrl: `https://localhost:${port}/dir`,
    roots,
    issuer: async () => (await get(`https://localhost:${management}/roots/0`, roots)) ?? '',
    setAddress: async (host, known) => {
      const body = JSON.stringify({ host: `${host}.` });
      const what = known ? 'clear-servfail' : 'set-servfail';
      await fetch(`http://127.0.0.1:${dnsManagement}/${what}`, { method: 'POST', body });
    },
    stop,
  };
}

/** Shows itself by a certificate of its own making. @returns it */
function writeCertificate(directory: string): string {
  const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return readFileSync(certificate, 'utf8');
}

function writeConfig(
  directory: string,
  ports: { port: number; management: number },
  { httpPort, lifeSeconds, account }: Wanted,
): string {
  const file = join(directory, 'pebble.json');
  const pebble = {
    listenAddress: `127.0.0.1:${ports.port}`,
    managementListenAddress: `127.0.0.1:${ports.management}`,
    certificate: join(directory, 'cert.pem'),
    privateKey: join(directory, 'key.pem'),
    httpPort,
    tlsPort: ports.port,
    ...(account && {
      externalAccountBindingRequired: true,
      externalAccountMACKeys: { [account.kid]: account.key },
    }),
    ...(lifeSeconds !== undefined && { certificateValidityPeriod: lifeSeconds }),
  };
  writeFileSync(file, JSON.stringify({ pebble }));
  return file;
}

/** Every name is this machine. */
function startNames(directory: string, dns: number, management: number): Promise<Part> {
  const off = ['http01', 'https01', 'tlsalpn01'].flatMap((name) => [`-${name}`, '']);
  const names = new Part({
    name: 'the DNS of the tests',
    program: findProgram('pebble-challtestsrv'),
    args: [
      ...['-defaultIPv4', '127.0.0.1', '-defaultIPv6', ''],
      ...['-dns01', `127.0.0.1:${dns}`, '-management', `127.0.0.1:${management}`],
      ...off,
    ],
    env: baseEnvironment(),
    logFile: join(directory, 'names.log'),
    ready: () => listens(management),
  });
  return names.start();
}

/** It answers nothing but commands; any answer at all will do. */
const listens = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

/** The body of a 200, or nothing. */
function get(url: string, ca: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const call = request(url, { ca }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(answer.statusCode === 200 ? text : undefined));
    });
    call.on('error', () => resolve(undefined));
    call.end();
  });
}
