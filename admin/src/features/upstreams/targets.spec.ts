import { targetOf } from './targets.ts';

describe('target of an upstream address', () => {
  it.each([
    ['http://localhost:4000', { scheme: 'http', host: 'localhost', port: 4000, path: '' }],
    ['https://API.Shop.example', { scheme: 'https', host: 'api.shop.example', port: 443, path: '' }],
    ['http://[2001:db8::1]:81/base/', { scheme: 'http', host: '2001:db8::1', port: 81, path: '/base' }],
    ['http://shop.example.', { scheme: 'http', host: 'shop.example', port: 80, path: '' }],
    // WHATWG URLs read every spelling of an IPv4 address, so the stored one is the plain one.
    ['http://0x7f.1/', { scheme: 'http', host: '127.0.0.1', port: 80, path: '' }],
    ['grpc://0x7f.1:50051', { scheme: 'grpc', host: '127.0.0.1', port: 50051, path: '' }],
    ['grpcs://API.Shop.example', { scheme: 'grpcs', host: 'api.shop.example', port: 443, path: '' }],
  ])('%s', (url, expected) => {
    expect(targetOf({ url, weight: 3 })).toEqual({ ...expected, weight: 3 });
  });
});
