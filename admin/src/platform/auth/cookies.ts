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
  readonly csrf: string;

  constructor(@Inject(ENV) env: Env) {
    this.#secure = env.AEGIS_PUBLIC_URL.startsWith('https:');
    this.session = this.#secure ? '__Host-aegis_session' : 'aegis_session';
    this.csrf = this.#secure ? '__Host-aegis_csrf' : 'aegis_csrf';
  }

  /** Set-Cookie lines of a session. The CSRF token is readable by the page's own script; the session is not. */
  open(sessionToken: string, csrfToken: string, expires: Date): string[] {
    return [
      this.#line(this.session, sessionToken, expires, 'HttpOnly'),
      this.#line(this.csrf, csrfToken, expires),
    ];
  }

  close(): string[] {
    const past = new Date(0);
    return [this.#line(this.session, '', past, 'HttpOnly'), this.#line(this.csrf, '', past)];
  }

  /** Values are base64url or hex, so nothing needs quoting. */
  #line(name: string, value: string, expires: Date, ...attributes: string[]): string {
    const secure = this.#secure ? ['Secure'] : [];
    return [
      `${name}=${value}`,
      'Path=/',
      `Expires=${expires.toUTCString()}`,
      'SameSite=Lax',
      ...secure,
      ...attributes,
    ].join('; ');
  }
}
