import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** Words before a command, so that the kernel ends it when the starter dies without stopping it. */
export function dieWithParent(signal: NodeJS.Signals, command: string[]): string[] {
  if (!setpriv || command[0] === setpriv) return command;
  return [setpriv, '--pdeathsig', signal, '--', ...command];
}

export interface Owner {
  uid: number;
  gid: number;
}

/** Who PostgreSQL runs as when we are root (it refuses to be root): `postgres` where it exists, else `nobody`. */
export function unprivilegedOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const entry = entries.find(([name]) => name === 'postgres') ?? entries.find(([name]) => name === 'nobody');
  return { uid: Number(entry?.[2] ?? 65_534), gid: Number(entry?.[3] ?? 65_534) };
}

/**
 * The command under another user. A checkout may lie where that user cannot go (/root is 0700): then the
 * process keeps the one capability that reads and traverses directories, and nothing else of root.
 */
export function runAs(
  owner: Owner | undefined,
  signal: NodeJS.Signals,
  paths: string[],
  command: string[],
): string[] {
  if (!owner) return dieWithParent(signal, command);
  if (!setpriv)
    throw new Error('PostgreSQL refuses to run as root and setpriv (util-linux) is not installed.');
  const identity = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const capability = paths.every(openToOthers) ? undefined : readingCapability();
  const kept = capability
    ? // Without the secure bit, access(2), with which initdb looks for its binaries, ignores the capability.
      ['--securebits=+no_setuid_fixup', `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`]
    : [];
  return [setpriv, ...identity, ...kept, '--pdeathsig', signal, '--', ...command];
}

function openToOthers(path: string): boolean {
  const parent = dirname(path);
  const open = (statSync(parent).mode & 0o001) !== 0;
  return open && (parent === '/' || openToOthers(parent));
}

/** Containers usually lack the narrower of the two (Linux numbers: 2 and 1). */
function readingCapability(): string | undefined {
  const permitted = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const bits = BigInt(`0x${permitted}`);
  if (bits & (1n << 2n)) return 'dac_read_search';
  return bits & (1n << 1n) ? 'dac_override' : undefined;
}
