/**
 * The lowest versions of what Aegis runs on in which holes that matter here are closed, by branch. A branch that is
 * older than all of these gets no fixes any more from those who make it; distributions may still carry them.
 */
interface SafeVersions {
  /** Lowest first; each the first safe version of its branch. */
  branches: readonly { branch: string; from: string }[];
  /** What the newest of these fixes closed. */
  why: string;
}

export const safeVersions = {
  nginx: {
    branches: [
      { branch: '1.30', from: '1.30.2' },
      { branch: '1.31', from: '1.31.1' },
    ],
    why: 'text put into the answers of TLS upstreams (CVE-2026-1642) and overflows (CVE-2026-42945, CVE-2026-9256)',
  },
  openresty: {
    branches: [{ branch: '1.29.2', from: '1.29.2.4' }],
    why: 'the same as for nginx',
  },
  ngx_lua: {
    branches: [{ branch: '0.10', from: '0.10.27' }],
    why: 'requests smuggled in the body of a HEAD request (CVE-2024-33452)',
  },
  openssl: {
    branches: [
      { branch: '3.5', from: '3.5.7' },
      { branch: '3.6', from: '3.6.3' },
    ],
    why: 'holes of the release of June 2026 (CVE-2026-45447 and others)',
  },
  redis: {
    branches: [
      { branch: '7.2', from: '7.2.11' },
      { branch: '7.4', from: '7.4.6' },
      { branch: '8.0', from: '8.0.4' },
      { branch: '8.2', from: '8.2.2' },
    ],
    why: 'code run by Lua scripts (CVE-2025-49844)',
  },
  postgresql: {
    branches: [
      { branch: '16', from: '16.14' },
      { branch: '17', from: '17.10' },
      { branch: '18', from: '18.4' },
    ],
    why: 'memory overwritten by SQL (CVE-2026-6473)',
  },
} as const satisfies Record<string, SafeVersions>;
export type VersionedPart = keyof typeof safeVersions;

const numbersOf = (version: string): number[] => version.split('.').map((part) => Number.parseInt(part, 10));

/** -1, 0 or 1; what one of them does not say counts as 0. */
function compare(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

const isOf = (version: string, branch: string): boolean =>
  version === branch || version.startsWith(`${branch}.`);

/**
 * The version to go to at least, for one whose known holes are open; nothing for a safe one. A branch that is newer
 * than those listed is safe as far as this release knows.
 */
export function safeInstead(part: VersionedPart, version: string): string | undefined {
  const { branches }: SafeVersions = safeVersions[part];
  const own = branches.find(({ branch }) => isOf(version, branch));
  const next = own ?? branches.find(({ from }) => compare(version, from) < 0);
  return next && compare(version, next.from) < 0 ? next.from : undefined;
}
