import type { PromiseName } from './promises.ts';

const beside =
  'the system calls are those of nginx, and the kernel takes more than half of the time of both. On top come compiled Lua (about 7 % of all time), what LuaJIT does between compiled parts (6 %), the Lua module (2 %), and nginx for the headers that Aegis reads and adds.';

/** Where the time goes, as `perf` and loops inside of a worker show it: what the report says of a promise that is missed. */
export const causes: Partial<Record<PromiseName, string>> = {
  key_limit_usage: beside,
  known_token: beside,
  added_p99:
    'load generator, upstream and proxies share the cores of this machine, so that plain nginx, too, has a p99 of several times its p50: a request that comes while its worker has no core waits for one, and the more often the longer a request takes. The p50 tells what Aegis itself adds.',
  new_token:
    'half of the instructions are those of the bare verification. The rest: what Aegis does for every request, taking the token apart strictly (canonical base64url, JSON, no member twice), its claims, and what is remembered of the caller until the next request. RS256 shows it most, since its verification takes so little.',
  many_apps:
    'a request has only some per cent more instructions than with one app: usage has a row per app and second, and every app has counters of its own, which the `synced` store exchanges with Redis every few seconds. But compiled Lua and LuaJIT, which look up what belongs to the app, take more than half of the user time instead of a third: they wait for memory, since what the requests of a thousand apps read does not fit into the caches of the processor. Large pages of memory do not change it.',
  cold_request:
    'app, routes and upstreams come from Redis together, then the key, then its tenant, and the signature of each is checked.',
};
