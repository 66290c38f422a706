import type { Client, Gateway } from '@aegis/contracts';
import { resolveSettings } from '../connection/settings.ts';
import type { Patient } from './chain.ts';
import { isOld, safeEnough } from './versions.ts';

const safe = { nginx_version: '1.30.2', lua_version: '0.10.28', openssl_version: '3.6.3' };
const servers = { postgresql: '18.4', redis_config: '8.2.2', redis_state: '8.2.2' };

describe('the link of versions', () => {
  const settings = resolveSettings({}, {}, { current: 'default', profiles: {} });
  const check = (gateway: Partial<Gateway>, told: Partial<typeof servers> = servers) => {
    const call = (async () => ({ data: told })) as unknown as Client['call'];
    const gateways = [{ name: 'edge', ...gateway } as Gateway];
    const patient: Patient = { api: { call }, settings, version: '0.1.0', gateways };
    return safeEnough.check(patient);
  };

  it('names what is there when all of it is safe', async () => {
    expect(await check(safe)).toEqual({
      state: 'ok',
      text: expect.stringMatching(/nginx 1\.30\.2 \(edge\).*redis 8\.2\.2 \(state\).*postgresql 18\.4/),
    });
  });

  it('warns of each that is below, with why and what to do', async () => {
    const { state, text, fix } = await check(
      { ...safe, nginx_version: '1.22.1' },
      { ...servers, redis_state: '7.2.4' },
    );
    expect(state).toBe('warning');
    expect(text.split('\n')).toEqual([
      expect.stringContaining('nginx 1.22.1 (edge): safe from 1.30.2'),
      expect.stringContaining('redis 7.2.4 (state): safe from 7.2.11; before, code run by Lua scripts'),
    ]);
    expect(fix).toContain('distribution');
  });

  it('goes by the number of OpenResty where there is one', async () => {
    const gateway = { ...safe, nginx_version: '1.29.2', lua_version: '0.10.29' };
    expect((await check({ ...gateway, openresty_version: '1.29.2.4' })).state).toBe('ok');
    expect((await check({ ...gateway, openresty_version: '1.29.2.1' })).text).toContain('safe from 1.29.2.4');
  });

  it('says nothing of what nobody told, and breaks on an nginx that the data plane does not run on', async () => {
    expect((await check({}, {})).state).toBe('ok');
    expect((await check({ nginx_version: '1.18.0' })).state).toBe('broken');
  });

  it.each([
    ['1.22.1', false],
    ['1.27.4', false],
    ['openresty/1.25.3.2', false],
    ['1.18.0', true],
    ['0.9', true],
  ])('%s is too old: %s', (version, old) => expect(isOld(version)).toBe(old));
});
