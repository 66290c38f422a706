import { once } from 'node:events';
import { Nginx } from '../../src/gateway/nginx.ts';
import { Scene } from '../../src/gateway/traffic.ts';
import { echoOf, echoWebSockets, openWebSocket } from '../../src/gateway/web-socket.ts';
import { until } from '../../src/wait.ts';

describe('an open WebSocket and a reload', () => {
  let scene: Scene;
  afterEach(() => scene.stop());

  async function start(shutdown_timeout_ms: number): Promise<void> {
    scene = await Scene.start({ nginx: { worker_processes: 1, shutdown_timeout_ms } });
    echoWebSockets(scene);
  }

  /** Until only the workers of the new configuration take connections. */
  async function reload(): Promise<void> {
    const before = scene.gateway.nginx.workers();
    scene.gateway.nginx.reload();
    await until(() => {
      const now = scene.gateway.nginx.workers();
      return now.some((pid) => !before.includes(pid)) && before.every(Nginx.isLeaving);
    }, 'the new worker to take over');
  }

  it('goes on with the worker that took it; new ones are taken by its successor', async () => {
    await start(60_000);
    const [former] = scene.gateway.nginx.workers();
    const first = await openWebSocket(scene);
    expect(await echoOf(first, 'before')).toBe('before');
    await reload();
    const second = await openWebSocket(scene);
    expect(await echoOf(second, 'new')).toBe('new');
    expect(await echoOf(first, 'after')).toBe('after');
    expect(scene.gateway.nginx.workers()).toContain(former);
    first.destroy();
    await until(() => !scene.gateway.nginx.workers().includes(former ?? 0), 'the former worker to leave');
    expect(await echoOf(second, 'still')).toBe('still');
    second.destroy();
  });

  it('ends when the worker has waited as long as the settings say', async () => {
    await start(100);
    const socket = await openWebSocket(scene);
    expect(await echoOf(socket, 'before')).toBe('before');
    const closed = once(socket, 'close');
    await reload();
    await closed;
  });
});
