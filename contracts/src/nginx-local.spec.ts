import { type NginxLocal, renderLocalFiles } from './nginx-local.ts';

const local: NginxLocal = {
  nginx_version: '1.22.1',
  modules: ['/usr/lib/nginx/modules/ndk_http_module.so'],
  lua_path: '/srv/aegis/lua',
  settings_file: '/run/aegis/gateway.json',
  run_dir: '/run/aegis',
  error_log: 'stderr',
  access_log: '/var/log/aegis/access.log',
  foreground: true,
  resolvers: ['127.0.0.53', '[::1]:53'],
  ca_file: '/etc/ssl/certs/ca-certificates.crt',
  listen: {
    http: ['*:8000', '[::]:8000'],
    tls: ['*:8443'],
    status: ['127.0.0.1:8001'],
    internal_socket: '/run/aegis/internal.sock',
  },
  default_certificate: { certificate: '/run/aegis/default.pem', key: '/run/aegis/default-key.pem' },
};

describe('renderLocalFiles', () => {
  it('speaks HTTP/2 as this nginx wants to hear it', () => {
    expect(renderLocalFiles(local)['listen_tls.conf']).toContain('listen *:8443 ssl http2;\n');
    const newer = renderLocalFiles({ ...local, nginx_version: '1.27.4' })['listen_tls.conf'];
    expect(newer).toContain('listen *:8443 ssl;\nhttp2 on;\n');
    expect(renderLocalFiles(local)['listen_tls_http1.conf']).not.toContain('http2');
  });

  it('loads modules in the order given, and nothing where they are built in', () => {
    expect(renderLocalFiles(local)['modules.conf']).toBe(
      'load_module "/usr/lib/nginx/modules/ndk_http_module.so";\n',
    );
    expect(renderLocalFiles({ ...local, modules: [] })['modules.conf']).toBe('');
  });

  it('names a user only where there is one to become', () => {
    expect(renderLocalFiles(local)['main.conf']).not.toContain('user ');
    const user = { name: 'www-data', group: 'www-data' };
    expect(renderLocalFiles({ ...local, user })['main.conf']).toContain('user www-data www-data;\n');
  });

  it('chooses certificates only where TLS is listened for: nginx refuses that elsewhere', () => {
    expect(renderLocalFiles(local)['listen_tls.conf']).toContain('ssl_certificate_by_lua_block');
    const listen = { ...local.listen, tls: [] };
    expect(Object.values(renderLocalFiles({ ...local, listen })).join('')).not.toContain('ssl_certificate');
  });

  it('needs a certificate for a TLS listener', () => {
    expect(() => renderLocalFiles({ ...local, default_certificate: undefined })).toThrow(
      'default_certificate',
    );
  });

  it.each([
    ['a quote', { settings_file: '/run/"); os.execute("id") --' }],
    ['a variable', { lua_path: '/srv/$uri' }],
    ['a line break', { access_log: '/var/log/a\nuser root;' }],
    ['a relative path', { run_dir: 'run' }],
    ['a user with a space', { user: { name: 'root root', group: 'root' } }],
    ['a resolver with options', { resolvers: ['127.0.0.1 ipv6=off;'] }],
  ])('refuses %s', (_, change) => {
    expect(() => renderLocalFiles({ ...local, ...change })).toThrow();
  });
});
