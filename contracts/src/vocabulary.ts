import { z } from 'zod';

/** The product's closed word lists. Every other file takes them from here. */

export const environments = ['production', 'staging', 'development'] as const;
export const Environment = z.enum(environments);
export type Environment = z.infer<typeof Environment>;

/** The word that an API key carries for its environment. */
export const environmentTags = {
  production: 'prod',
  staging: 'stag',
  development: 'dev',
} as const satisfies Record<Environment, string>;

export const CustomerStatus = z.enum(['unverified', 'pending', 'active', 'suspended', 'closed']);
export type CustomerStatus = z.infer<typeof CustomerStatus>;

export const MemberRole = z.enum(['owner', 'admin', 'developer', 'billing', 'viewer']);
export type MemberRole = z.infer<typeof MemberRole>;

export const OperatorRole = z.enum(['owner', 'admin', 'support', 'viewer']);
export type OperatorRole = z.infer<typeof OperatorRole>;

export const RegistrationMode = z.enum(['open', 'approval', 'invite', 'closed']);
export type RegistrationMode = z.infer<typeof RegistrationMode>;

export const RouteAuth = z.enum(['none', 'api_key']);
export type RouteAuth = z.infer<typeof RouteAuth>;

export const LimitAlgorithm = z.enum(['sliding_window']);
export type LimitAlgorithm = z.infer<typeof LimitAlgorithm>;

export const LimitStore = z.enum(['local', 'redis', 'synced']);
export type LimitStore = z.infer<typeof LimitStore>;

/** What a limit counts by. `ip` is the client's address after trusted proxies. */
export const LimitSubject = z.enum(['app', 'route', 'key', 'tenant', 'ip']);
export type LimitSubject = z.infer<typeof LimitSubject>;

export const PluginPlace = z.enum(['early', 'main', 'response']);
export type PluginPlace = z.infer<typeof PluginPlace>;

export const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export const HttpMethod = z.enum(httpMethods);
export type HttpMethod = z.infer<typeof HttpMethod>;
