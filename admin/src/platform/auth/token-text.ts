import { randomText } from '../crypto/keyring.ts';

const TOKEN_PREFIX = 'aegis_pat_';
const SHOWN_CHARACTERS = 4;

/** A new token's text and the beginning by which people recognise it. */
export function newTokenText(): { text: string; prefix: string } {
  const text = `${TOKEN_PREFIX}${randomText()}`;
  return { text, prefix: text.slice(0, TOKEN_PREFIX.length + SHOWN_CHARACTERS) };
}

/** The token of `Authorization: Bearer …`, if it is one. */
export function bearerToken(header: string | undefined): string | undefined {
  const match = /^Bearer (aegis_pat_[A-Za-z0-9_-]{43})$/i.exec(header ?? '');
  return match?.[1];
}
