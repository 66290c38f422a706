import { safeInstead, type VersionedPart } from './safe-versions.ts';

describe('safe versions', () => {
  it.each<[VersionedPart, string, string | undefined]>([
    ['nginx', '1.22.1', '1.30.2'],
    ['nginx', '1.30.1', '1.30.2'],
    ['nginx', '1.30.2', undefined],
    ['nginx', '1.31.0', '1.31.1'],
    ['nginx', '1.32.0', undefined],
    ['openresty', '1.29.2.3', '1.29.2.4'],
    ['openresty', '1.29.2.10', undefined],
    ['ngx_lua', '0.10.23', '0.10.27'],
    ['ngx_lua', '0.10.28', undefined],
    ['openssl', '1.1.1', '3.5.7'],
    ['openssl', '3.0.19', '3.5.7'],
    ['openssl', '3.6.3', undefined],
    ['redis', '7.0.15', '7.2.11'],
    ['redis', '7.4.6', undefined],
    ['redis', '8.1.0', '8.2.2'],
    ['redis', '8.4.0', undefined],
    ['postgresql', '17.9', '17.10'],
    ['postgresql', '18.4', undefined],
    ['postgresql', '15.18', '16.14'],
  ])('%s %s: %s', (part, version, instead) => expect(safeInstead(part, version)).toBe(instead));
});
