import {
  type Gateway,
  getPlatformVersions,
  safeInstead,
  safeVersions,
  type VersionedPart,
} from '@aegis/contracts';
import { broken, type Link, ok, skipped, warning } from './chain.ts';

/** The oldest nginx that the data plane runs on. */
const oldest = [1, 22] as const;

export function isOld(version: string): boolean {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

export interface Found {
  part: VersionedPart;
  /** Whose it is. */
  where: string;
  version: string;
}

const found = (part: VersionedPart, where: string, version: string | undefined): Found[] =>
  version === undefined ? [] : [{ part, where, version }];

/** OpenResty carries fixes into older numbers of nginx and brings its own ngx_lua, so its own number decides. */
export function partsOf(gateway: Gateway): Found[] {
  const { name, openresty_version: openresty } = gateway;
  const server = openresty
    ? found('openresty', name, openresty)
    : [...found('nginx', name, gateway.nginx_version), ...found('ngx_lua', name, gateway.lua_version)];
  return [...server, ...found('openssl', name, gateway.openssl_version)];
}

/** What is below the lowest safe version, one line each. */
export function unsafe(all: readonly Found[]): string[] {
  return all.flatMap(({ part, where, version }) => {
    const instead = safeInstead(part, version);
    if (instead === undefined) return [];
    return [`${part} ${version} (${where}): safe from ${instead}; before, ${safeVersions[part].why}`];
  });
}

const fix =
  'Update it, or see in the notices of your distribution that its package has these fixes under the older number.';

export const safeEnough: Link = {
  name: 'versions',
  async check({ api, gateways }) {
    if (!gateways) return skipped('only operators see this');
    const old = gateways.filter(({ nginx_version }) => nginx_version !== undefined && isOld(nginx_version));
    if (old.length > 0) {
      const text = old.map(({ name, nginx_version }) => `${name} has nginx ${nginx_version}`).join(', ');
      return broken(text, `Install nginx ${oldest.join('.')} or newer with ngx_lua, or OpenResty.`);
    }
    const { postgresql, redis_config, redis_state } = (await api.call(getPlatformVersions)).data;
    const all = [
      ...gateways.flatMap(partsOf),
      ...found('redis', 'configuration', redis_config),
      ...found('redis', 'state', redis_state),
      ...found('postgresql', 'admin service', postgresql),
    ];
    const open = unsafe(all);
    if (open.length > 0) return warning(open.join('\n'), fix);
    return ok(all.map(({ part, version, where }) => `${part} ${version} (${where})`).join(', '));
  },
};
