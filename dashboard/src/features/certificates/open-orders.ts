import type { CertificateOrder } from '@aegis/contracts';

/** Of a list, newest first: what is pending, and what failed without a later order for any of its hosts. */
export const openOrders = (orders: readonly CertificateOrder[]): CertificateOrder[] =>
  orders.filter(({ status, hosts }, index) => {
    if (status !== 'failed') return status === 'pending';
    const later = new Set(orders.slice(0, index).flatMap((order) => order.hosts));
    return !hosts.some((host) => later.has(host));
  });
