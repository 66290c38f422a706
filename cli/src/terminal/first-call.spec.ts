import { firstCall } from './first-call.ts';

const key = 'aegis_prod_x';

describe('a first call', () => {
  it('has both forms on a developer machine', () => {
    const admin = 'http://localhost:3001';
    expect(firstCall({ scheme: 'http', port: 8000, host: 'shop.localhost', admin, key })).toEqual([
      "  curl -H 'X-API-Key: aegis_prod_x' http://shop.localhost:8000/",
      "  curl -H 'Host: shop.localhost' -H 'X-API-Key: aegis_prod_x' http://127.0.0.1:8000/",
    ]);
  });

  it('leaves the usual port away elsewhere', () => {
    const admin = 'https://aegis.example.com';
    expect(firstCall({ scheme: 'https', port: 443, host: 'shop.example.com', admin, key })).toEqual([
      "  curl -H 'X-API-Key: aegis_prod_x' https://shop.example.com/",
    ]);
  });
});
