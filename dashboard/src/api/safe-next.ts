/** Where to go after signing in: an address of this site only, so that a crafted link cannot send readers away. */
export function safeNext(wanted: string | null): string {
  if (!wanted?.startsWith('/')) return '/';
  const base = 'http://here.invalid';
  const url = new URL(wanted, base);
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : '/';
}
