import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { assertSpecRuns, stopLeftovers, untilSpecEnds } from './leftovers.ts';
import { Watch } from './watch.ts';

describe('what a spec leaves running', () => {
  it('ends with it: processes, also paused ones, servers and sockets', async () => {
    const watch = new Watch();
    const sleeping = spawn('sleep', ['1000'], { stdio: 'ignore' });
    const stubborn = spawn('sh', ['-c', 'trap "" TERM; echo deaf; kill -STOP $$; exec sleep 1000'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(stubborn.stdout, 'data');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(server, 'close');
    await watch.end();
    await closed;
    expect(socket.destroyed).toBe(true);
    expect(sleeping.signalCode).toBe('SIGTERM');
    expect(stubborn.signalCode).toBe('SIGKILL');
  }, 15_000);

  it('is stopped by whoever started it, newest first, and nothing begins afterwards', async () => {
    const stopped: string[] = [];
    untilSpecEnds(() => stopped.push('first'));
    const forget = untilSpecEnds(() => stopped.push('stopped in time'));
    untilSpecEnds(() => {
      stopped.push('second');
      throw new Error('it cannot be stopped');
    });
    forget();
    assertSpecRuns();
    await stopLeftovers();
    expect(stopped).toEqual(['second', 'first']);
    expect(assertSpecRuns).toThrow('the spec has ended');
    expect(() => untilSpecEnds(() => stopped.push('late'))).toThrow('the spec has ended');
    expect(stopped).toEqual(['second', 'first', 'late']);
  });
});
