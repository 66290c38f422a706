import type { Ports } from '../system/ports.ts';

/** Addresses as people and other programs are told them. */
export function addressesOf(ports: Ports) {
  return {
    dashboard: `http://localhost:${ports.dashboard}`,
    admin: `http://localhost:${ports.admin}`,
    gateway: `http://localhost:${ports.gateway}`,
    gateway_tls: `https://localhost:${ports.gatewayTls}`,
    gateway_status: `http://127.0.0.1:${ports.gatewayStatus}`,
    mailbox: `http://localhost:${ports.admin}/mailbox`,
    sample_backend: `http://localhost:${ports.sampleBackend}`,
  };
}
