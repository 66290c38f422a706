import type { RouteAuth, RouteAuthorization } from '@aegis/contracts';

/** How callers of a route show who they are, in words for its list and its form. */
export const authWays: Record<RouteAuth, { short: string; label: string; says: string }> = {
  api_key: {
    short: 'API key',
    label: 'Callers with an API key',
    says: 'Programs: a key of this app, as X-API-Key or bearer.',
  },
  jwt: {
    short: 'token',
    label: 'Users with a token',
    says: 'People: a JSON Web Token of an identity provider of this app.',
  },
  any: {
    short: 'key or token',
    label: 'API key or token',
    says: 'Either is enough; who sends both has to send two good ones.',
  },
  both: {
    short: 'key and token',
    label: 'API key and token',
    says: 'A known program on behalf of a known user, of the same tenant.',
  },
  none: { short: 'anyone', label: 'Anyone', says: 'Nothing is asked; the route must not need a permission.' },
};

/** What decides over a route's permission. */
export const authorizationWays: Record<RouteAuthorization, { label: string; says: string }> = {
  grants_then_callout: {
    label: 'Grants, then the callout',
    says: 'Scopes of key and token decide; what they leave open your backend is asked, where a callout is set.',
  },
  grants: { label: 'What the caller was granted', says: 'Scopes of key and token decide.' },
  callout: {
    label: 'The callout alone',
    says: 'Your backend decides (tab Callout); the scopes of a key still cap it.',
  },
  off: { label: 'Nothing: it is not asked for', says: 'Everybody who gets in may call.' },
};
