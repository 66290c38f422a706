import { createHash, createHmac, randomBytes } from 'node:crypto';
import { redisKeys } from '@aegis/contracts';
import { type SymmetricKey, sealText, signEnvelope } from '@aegis/contracts/node';
import { demoDocuments } from '../../src/gateway/documents.ts';
import { GatewayHarness } from '../../src/gateway-harness.ts';

/** Both sides of every secret and signature: made here by Node's OpenSSL, read in nginx by the gateway's. */
describe('keys, signatures and seals', () => {
  const redisKey = redisKeys.document('app:x');
  let gateway: GatewayHarness;
  let seal: SymmetricKey;

  beforeAll(async () => {
    gateway = await GatewayHarness.start(demoDocuments());
    const [current] = gateway.keys.gateway.seal;
    if (!current) throw new Error('no seal key');
    seal = current;
  });
  afterAll(() => gateway.stop());

  const luaBytes = (bytes: Buffer) => `ngx.decode_base64("${bytes.toString('base64')}")`;
  const sizes = [0, 1, 31, 64, 1_000, 100_000];

  it.each(sizes)('agree on HMAC and hash of %i bytes', async (size) => {
    const [key, message] = [randomBytes(32), randomBytes(size)];
    const value = await gateway.lua(`
      local crypto = require("aegis.lib.crypto")
      local key, message = ${luaBytes(key)}, ${luaBytes(message)}
      return { crypto.hex(crypto.hmac_sha256(key, message)), crypto.hex(crypto.sha256(message)) }`);
    expect(value).toEqual([
      createHmac('sha256', key).update(message).digest('hex'),
      createHash('sha256').update(message).digest('hex'),
    ]);
  });

  it.each(sizes)('agree on signed texts of %i bytes, and on no others', async (size) => {
    const text = randomBytes(size).toString('latin1').replaceAll('\n', ' ');
    const envelope = Buffer.from(signEnvelope(gateway.keys.signer, gateway.keys.platform, redisKey, 7, text));
    const damaged = Buffer.from(envelope);
    damaged.write('8', damaged.indexOf(' 7 ') + 1);
    const value = await gateway.lua(`
      local verify = require("aegis.config.verify")
      local function open(key, text) return (verify.open(key, text)) or false end
      return {
        open("${redisKey}", ${luaBytes(envelope)}),
        open("${redisKey}", ${luaBytes(damaged)}),
        open("${redisKeys.head}", ${luaBytes(envelope)}),
      }`);
    expect(value).toEqual([7, false, false]);
  });

  const decode = (document: unknown) =>
    gateway.lua(`
      local document, problem = require("aegis.config.verify").decode(
        "${redisKey}", ${luaBytes(Buffer.from(JSON.stringify(document)))})
      return document or problem`);

  it.each([
    ['an empty one', ''],
    ['a short one', 's3cret'],
    ['a long one in many letters', 'ä€😀'.repeat(10_000)],
  ])('open %s where it was sealed for', async (_, secret) => {
    const $sealed = sealText(seal, redisKey, secret);
    expect(await decode({ a: [{ b: { $sealed } }], plain: 1 })).toEqual({ a: [{ b: secret }], plain: 1 });
  });

  it.each([
    ['another document', () => sealText(seal, redisKeys.document('app:y'), 'secret')],
    ['another key', () => sealText({ id: seal.id, key: randomBytes(32) }, redisKey, 'secret')],
    ['a key that nobody has', () => sealText({ id: '_', key: seal.key }, redisKey, 'secret')],
    ['nobody', () => 's1.x.y'],
    ['another form', () => sealText(seal, redisKey, 'secret').replace('s1', 's2')],
  ])('refuse a secret that was sealed for %s', async (_, sealed) => {
    expect(await decode({ $sealed: 'ignored at the top', a: { $sealed: sealed() } })).toContain(
      'cannot be opened',
    );
  });

  it('compare without a hint', async () => {
    const compare = 'local equal = require("aegis.lib.crypto").equal';
    expect(
      await gateway.lua(`${compare} return { equal("abc", "abc"), equal("abc", "abd"), equal("", "a") }`),
    ).toEqual([true, false, false]);
  });
});
