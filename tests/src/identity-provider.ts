import type { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** A small OpenID Connect provider on 127.0.0.1: discovery, a key set of one key, and tokens signed with it. */
export class IdentityProvider {
  readonly #server = createServer((request, response) => {
    const known = this.#pages()[request.url ?? ''];
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ?? {}));
  });
  #key: { kid: string; privateKey: webcrypto.CryptoKey; jwk: object } | undefined;
  issuer = '';

  static async start(kid: string): Promise<IdentityProvider> {
    const provider = new IdentityProvider();
    await provider.rotate(kid);
    provider.#server.listen(0, '127.0.0.1');
    await once(provider.#server, 'listening');
    provider.issuer = `http://127.0.0.1:${(provider.#server.address() as AddressInfo).port}`;
    return provider;
  }

  /** From now on there is only a new key. */
  async rotate(kid: string): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    this.#key = { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
  }

  /** A token for an hour. */
  async token(user: string, claims: JWTPayload = {}): Promise<string> {
    if (!this.#key) throw new Error('the provider has no key yet');
    const now = Math.floor(Date.now() / 1_000);
    return await new SignJWT({ iss: this.issuer, sub: user, iat: now, exp: now + 3_600, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: this.#key.kid })
      .sign(this.#key.privateKey);
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pages(): Record<string, object> {
    return {
      '/.well-known/openid-configuration': { issuer: this.issuer, jwks_uri: `${this.issuer}/keys` },
      '/keys': { keys: [this.#key?.jwk] },
    };
  }
}
