import { createSampleBackend } from './server.ts';

const port = Number(process.env.PORT ?? 4000);
const host = process.env.HOST ?? '127.0.0.1';

const keysUrl = process.env.AEGIS_JWKS_URL;
const assertions = keysUrl ? { keysUrl, app: process.env.AEGIS_APP ?? 'demo' } : undefined;
const server = createSampleBackend(assertions, process.env.AEGIS_AUTHORIZE_SECRET);
server.listen(port, host, () => console.log(`sample backend on http://${host}:${port}`));

function stop(): void {
  server.close(() => process.exit(0));
  server.closeAllConnections();
}
process.on('SIGTERM', stop).on('SIGINT', stop);
