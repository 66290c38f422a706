/** The pages of one app, in the order of its tabs: what follows the app's own address, and the word on the tab. */
export const appPages = [
  ['', 'Overview'],
  ['/routes', 'Routes'],
  ['/upstreams', 'Upstreams'],
  ['/keys', 'Keys'],
  ['/jwt', 'JWT'],
  ['/tenants', 'Tenants'],
  ['/roles', 'Roles'],
  ['/authorize', 'Callout'],
  ['/limits', 'Limits'],
  ['/quotas', 'Quotas'],
  ['/tls', 'TLS'],
  ['/plugins', 'Plugins'],
  ['/traces', 'Traces'],
  ['/settings', 'Settings'],
] as const;
