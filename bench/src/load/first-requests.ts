import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** One request after the other over one connection. @returns milliseconds that each took, as its caller saw it */
export async function timesOf(
  port: number,
  requests: readonly { path: string; headers: Record<string, string> }[],
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (const { path, headers } of requests) {
    const began = performance.now();
    await ask(agent, port, path, headers);
    times.push(performance.now() - began);
  }
  agent.destroy();
  return times;
}

/** @throws Error for an answer that is not 200 */
function ask(agent: Agent, port: number, path: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, headers, agent }, (incoming) => {
      const { statusCode } = incoming;
      incoming.resume();
      incoming.once('error', reject);
      incoming.once('end', () =>
        statusCode === 200 ? resolve() : reject(new Error(`answered with ${statusCode}`)),
      );
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}
