import type { GatewayHarness } from '@aegis/tests/gateway-harness';
import { pathsOver, type RouteTable } from './route-tables.ts';

const TURNS = 2_000;

/** Nanoseconds that the gateway takes to find the route of a path, from ten evenly over the table, inside a worker. */
export async function matchTime(harness: GatewayHarness, table: RouteTable): Promise<number> {
  const nanoseconds = await harness.lua(`
    local ffi = require "ffi"
    pcall(ffi.cdef, "struct bench_time { long s; long ns; }; int clock_gettime(int clock, struct bench_time *time);")
    local find = require("aegis.lib.radix").find
    local tree = require("aegis.config.cache").get("routes", "${table.id}").tree
    local paths = { ${pathsOver(table, 10)
      .map((path) => JSON.stringify(path))
      .join(', ')} }
    local time = ffi.new "struct bench_time"
    -- Of this process (CLOCK_PROCESS_CPUTIME_ID).
    local function now()
      ffi.C.clock_gettime(2, time)
      return tonumber(time.s) * 1e9 + tonumber(time.ns)
    end
    local function accept(route) return route.methods.GET end
    local began = now()
    for _ = 1, ${TURNS} do
      for i = 1, #paths do
        if not find(tree, paths[i], accept) then error("no route") end
      end
    end
    return (now() - began) / (${TURNS} * #paths)`);
  return Number(nanoseconds);
}
