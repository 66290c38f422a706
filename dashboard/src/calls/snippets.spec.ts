import { curlSnippets, urlOf } from './snippets.ts';

const info = (extra: object) => ({
  version: '1',
  registration: 'open' as const,
  allowed_email_domains: [],
  base_domain: 'localhost',
  gateway: { scheme: 'http' as const, port: 8000 },
  docs_url: '/docs',
  certificate_orders: false,
  ...extra,
});

describe('curl snippets', () => {
  it('prints both forms on a developer machine', () => {
    expect(curlSnippets('demo.localhost', 'k', info({})).map(({ text }) => text)).toEqual([
      "curl -H 'X-API-Key: k' http://demo.localhost:8000/",
      "curl -H 'Host: demo.localhost' -H 'X-API-Key: k' http://127.0.0.1:8000/",
    ]);
  });

  it('prints the host form alone where names are in DNS', () => {
    const gateway = { scheme: 'https' as const, port: 443 };
    expect(
      curlSnippets('demo.api.example', undefined, info({ base_domain: 'api.example', gateway })),
    ).toEqual([{ title: 'By host', text: 'curl https://demo.api.example/' }]);
  });

  it('keeps a quote inside the shell word', () => {
    expect(curlSnippets('a.localhost', "a'b", info({}))[0]?.text).toContain(`'X-API-Key: a'\\''b'`);
  });

  it('leaves out the usual port', () => {
    expect(urlOf('a.example', '/x', { scheme: 'http', port: 80 })).toBe('http://a.example/x');
    expect(urlOf('a.example', '/x', { scheme: 'https', port: 8443 })).toBe('https://a.example:8443/x');
  });
});
