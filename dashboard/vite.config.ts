import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `/api` goes while developing; the dashboard's own server does the same in production. */
const admin = process.env.AEGIS_ADMIN_URL ?? 'http://127.0.0.1:3001';
const proxy = { '/api': { target: admin, xfwd: true } };
const port = Number(process.env.AEGIS_DASHBOARD_PORT ?? 5173);

export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: { port, strictPort: true, proxy },
  preview: { port, strictPort: true, proxy },
  build: {
    target: 'es2023',
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
