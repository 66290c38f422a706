import { createHash } from 'node:crypto';
import { appDocument, demoDocuments, keyDocument } from '../../src/gateway/documents.ts';
import { GatewayHarness } from '../../src/gateway-harness.ts';

describe('a gateway that uses many documents', () => {
  const count = 1_000;
  const hashes = Array.from({ length: count }, (_, i) => createHash('sha256').update(`${i}`).digest('hex'));
  let gateway: GatewayHarness;

  beforeAll(async () => {
    gateway = await GatewayHarness.start(demoDocuments(), { nginx: { worker_processes: 1 } });
    await gateway.publish(hashes.map((hash) => keyDocument(hash)));
  });
  afterAll(() => gateway.stop());

  /** How many of the keys the gateway can build. */
  const usable = () =>
    gateway.lua(`local cache, usable = require("aegis.config.cache"), 0
      for hash in ("${hashes.join(' ')}"):gmatch("%S+") do
        if cache.get("key", hash) then usable = usable + 1 end
      end
      return usable`);

  /** From now on every check of a signature is counted. */
  const countChecks = () =>
    gateway.lua(`local crypto = require("aegis.lib.crypto")
      local check = crypto.ed25519_verify
      crypto.checked = 0
      crypto.ed25519_verify = function(...)
        crypto.checked = crypto.checked + 1
        return check(...)
      end`);
  const checks = () => gateway.lua('return require("aegis.lib.crypto").checked');

  it('looks at each of them once after a gap', async () => {
    expect(await usable()).toBe(count);
    await countChecks();
    await gateway.serves(await gateway.publisher.publishSilently(appDocument()));
    const checked = await checks();
    expect(checked).toBeGreaterThanOrEqual(count);
    // Hosts, platform settings and heads come on top.
    expect(checked).toBeLessThan(count + 100);
    expect(await usable()).toBe(count);
  });
});
