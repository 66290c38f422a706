import type { PromiseName } from './promises.ts';

/** Where the time goes, as `perf` and loops inside of a worker show it: what the report says of a promise that is missed. */
export const causes: Partial<Record<PromiseName, string>> = {
  new_token:
    "beside the bare verification OpenSSL takes about 2 µs to set it up for the token's key, taking the token apart strictly (canonical base64url, JSON, no member twice) about 5 µs, what the gateway does for every request about 4 µs, and keeping what is known of the caller until its next request the rest.",
  many_apps:
    "every app has a counter of its own, which the `synced` store exchanges with Redis up to ten times a second however few requests it counts; at ten requests a second and app that is one exchange for each. The rest are misses of the processor's caches.",
};
