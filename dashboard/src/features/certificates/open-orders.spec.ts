import type { CertificateOrder } from '@aegis/contracts';
import { openOrders } from './open-orders.ts';

const order = (status: CertificateOrder['status'], ...hosts: string[]): CertificateOrder => ({
  id: '019aa000-0000-7000-8000-000000000001',
  app_id: '019aa000-0000-7000-8000-00000000a001',
  app: 'shop',
  hosts,
  status,
  renewal: false,
  attempts: 0,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
});

describe('orders that somebody waits for', () => {
  it('are those under way, and those that failed last', () => {
    const [pending, failed] = [order('pending', 'a.example'), order('failed', 'b.example')];
    expect(
      openOrders([pending, order('issued', 'c.example'), failed, order('cancelled', 'd.example')]),
    ).toEqual([pending, failed]);
  });

  it('are not those that a later order has taken the place of', () => {
    expect(openOrders([order('issued', 'a.example'), order('failed', 'a.example', 'b.example')])).toEqual([]);
  });
});
