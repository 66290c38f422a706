import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, freePorts, type Ports, usualPorts } from './ports.ts';

/** An offset whose ports nobody has: other specs have some, at random, at the same time. */
async function freeOffset(): Promise<{ offset: number; ports: Ports }> {
  for (let tries = 1; ; tries += 1) {
    const offset = 15_000 + Math.floor(Math.random() * 5_000);
    try {
      return { offset, ports: await usualPorts(offset) };
    } catch (problem) {
      if (tries === 20) throw problem;
    }
  }
}

describe('ports', () => {
  it('are those of the documentation, moved by the offset', async () => {
    const { offset, ports } = await freeOffset();
    expect(ports).toMatchObject({
      dashboard: 5_173 + offset,
      admin: 3_001 + offset,
      gateway: 8_000 + offset,
      postgres: 5_434 + offset,
      redis: 7_979 + offset,
    });
  });

  it('names the part whose port is taken and what to do', async () => {
    const { offset, ports } = await freeOffset();
    const server = createServer().listen(ports.admin, '127.0.0.1');
    await once(server, 'listening');
    const taken = new RegExp(`^Port ${ports.admin} \\(admin\\) is used.*--port-offset`);
    await expect(usualPorts(offset)).rejects.toThrow(taken);
    server.close();
  });

  it('are all different when they are free ones', async () => {
    const ports = Object.values(await freePorts());
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('are not given a second time to the same process', async () => {
    const ports: number[] = [];
    for (let asked = 0; asked < 40; asked += 1) ports.push(await freePort());
    expect(new Set(ports).size).toBe(ports.length);
  });
});
