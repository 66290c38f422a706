import { createServer } from 'node:net';
import { freePorts, usualPorts } from './ports.ts';

describe('ports', () => {
  it('are those of the documentation, moved by the offset', async () => {
    // Somewhere else than a system that may be running on this machine.
    const ports = await usualPorts(20_500);
    expect(ports).toMatchObject({
      dashboard: 25_673,
      admin: 23_501,
      gateway: 28_500,
      postgres: 25_934,
      redis: 28_479,
    });
  });

  it('names the part whose port is taken and what to do', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(23_601, '127.0.0.1', resolve));
    await expect(usualPorts(20_600)).rejects.toThrow(/^Port 23601 \(admin\) is used.*--port-offset/);
    server.close();
  });

  it('are all different when they are free ones', async () => {
    const ports = Object.values(await freePorts());
    expect(new Set(ports).size).toBe(ports.length);
  });
});
