import { createServer } from 'node:net';
import { StartProblem } from './start-problem.ts';

export interface Ports {
  dashboard: number;
  admin: number;
  gateway: number;
  gatewayTls: number;
  gatewayStatus: number;
  sampleBackend: number;
  postgres: number;
  redis: number;
}

const usual: Ports = {
  dashboard: 5173,
  admin: 3001,
  gateway: 8000,
  gatewayTls: 8443,
  gatewayStatus: 8001,
  sampleBackend: 4000,
  postgres: 5434,
  redis: 7979,
};

/**
 * Private stacks take ports below the range from which the kernel serves outgoing connections, and above the last one
 * that `fetch` refuses (10080).
 */
const privateRange = { from: 10_100, processes: 220, ports: 100 };

function mapPorts(transform: (port: number, part: keyof Ports) => number): Ports {
  const pairs = Object.entries(usual) as [keyof Ports, number][];
  return Object.fromEntries(pairs.map(([part, port]) => [part, transform(port, part)])) as unknown as Ports;
}

/** The ports of product.md, moved by an offset. @throws StartProblem naming the part whose port is taken */
export async function usualPorts(offset: number): Promise<Ports> {
  const ports = mapPorts((port) => port + offset);
  for (const [part, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    throw new StartProblem(
      `Port ${port} (${part}) is used by another program. Stop that program, or start with --port-offset 100.`,
    );
  }
  return ports;
}

export async function freePorts(): Promise<Ports> {
  const list: number[] = [];
  while (list.length < Object.keys(usual).length) list.push(await freePort());
  return mapPorts((_, part) => list[Object.keys(usual).indexOf(part)] ?? 0);
}

/**
 * Between asking and listening somebody else may take a port, so each process asks in a part of the range of its own,
 * by its number, and for no port twice until it has gone round.
 */
const own = {
  from: privateRange.from + (process.pid % privateRange.processes) * privateRange.ports,
  next: Math.floor(Math.random() * privateRange.ports),
};

export async function freePort(): Promise<number> {
  for (;;) {
    const port = own.from + (own.next % privateRange.ports);
    own.next += 1;
    if (await isFree(port)) return port;
  }
}

/** Asks the kernel by listening, on all addresses, since the gateway does so too. */
function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}
