import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../env/env.ts';

/**
 * The browser's session. `__Host-` (RFC 6265bis) binds the cookie to this origin: a sibling domain cannot plant
 * one. It needs https, so a developer's http://localhost goes without the prefix.
 */
@Injectable()
export class SessionCookies {
  readonly #secure: boolean;
  readonly session: string;

  constructor(@Inject(ENV) env: Env) {
    this.#secure = env.AEGIS_PUBLIC_URL.startsWith('https:');
    this.session = this.#secure ? '__Host-aegis_session' : 'aegis_session';
  }

  /** Set-Cookie lines of a new or prolonged session. */
  open(sessionToken: string, expires: Date): string[] {
    return [this.#line(sessionToken, expires)];
  }

  close(): string[] {
    return [this.#line('', new Date(0))];
  }

  /** Values are base64url, so nothing needs quoting. */
  #line(value: string, expires: Date): string {
    const secure = this.#secure ? '; Secure' : '';
    return `${this.session}=${value}; Path=/; Expires=${expires.toUTCString()}; HttpOnly; SameSite=Lax${secure}`;
  }
}
