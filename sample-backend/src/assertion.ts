import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { Refusal } from './exchange.ts';

/** What the gateway asserts about a caller. */
export interface Assertion {
  iss: string;
  /** Slug of the app. */
  aud: string;
  exp: number;
  environment: string;
  sub?: string;
  tenant?: string;
  user?: string;
  key_id?: string;
  roles: string[];
}

export interface AssertionSettings {
  /** `<address of the platform>/.well-known/jwks.json` */
  keysUrl: string;
  /** Slug of the app that this backend serves: an assertion for another app means nothing here. */
  app: string;
}

/** Seconds between two looks at the platform's keys, however many assertions name a key that is not known. */
const LOOK_SECONDS = 10;

const json = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/** Checks `X-Aegis-Assertion`: who calls, for a backend that somebody else could reach beside the gateway. */
export class AssertionCheck {
  readonly #settings: AssertionSettings;
  #keys = new Map<string, KeyObject>();
  #lookedAt = 0;

  constructor(settings: AssertionSettings) {
    this.#settings = settings;
  }

  /** @throws Refusal 401 when the text is no assertion of the platform for this app, or an old one */
  async claimsOf(token: string): Promise<Assertion> {
    const [header = '', payload = '', signature = '', ...rest] = token.split('.');
    const key = rest.length === 0 ? await this.#keyOf(header) : undefined;
    const signed = Buffer.from(`${header}.${payload}`);
    if (!key || !verify(null, signed, key, Buffer.from(signature, 'base64url'))) {
      throw new Refusal(401, 'The assertion is not signed by the platform.');
    }
    const claims = json(payload) as Assertion;
    if (claims.aud !== this.#settings.app) throw new Refusal(401, 'The assertion is for another app.');
    if (claims.exp <= Date.now() / 1_000) throw new Refusal(401, 'The assertion is too old.');
    return claims;
  }

  /** The algorithm is ours to choose, whatever the header says. */
  async #keyOf(header: string): Promise<KeyObject | undefined> {
    const kid = kidOf(header);
    if (kid === undefined) return undefined;
    if (!this.#keys.has(kid)) await this.#look();
    return this.#keys.get(kid);
  }

  async #look(): Promise<void> {
    const now = Date.now() / 1_000;
    if (now - this.#lookedAt < LOOK_SECONDS) return;
    this.#lookedAt = now;
    const response = await fetch(this.#settings.keysUrl, { signal: AbortSignal.timeout(2_000) });
    const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] };
    this.#keys = new Map(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
  }
}

function kidOf(header: string): string | undefined {
  try {
    const { kid, alg } = json(header) as { kid?: unknown; alg?: unknown };
    return alg === 'EdDSA' && typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}
