import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { until } from './wait.ts';

const LISTENING = `
  require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    process.stdout.write(String(this.address().port));
  });
`;

/** More connections than a queue for one has room for; Linux makes two of them. */
const CONNECTIONS = 8;
const ROOM = 2;

export interface FullPort {
  port: number;
  stop: () => void;
}

/** A port of 127.0.0.1 where connections are neither made nor refused: its server is stopped and its queue is full. */
export async function fullPort(): Promise<FullPort> {
  const server = spawn(process.execPath, ['-e', LISTENING], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(server.stdout, 'data')) as [Buffer];
  const port = Number(said.toString());
  server.kill('SIGSTOP');
  const waiting = Array.from({ length: CONNECTIONS }, () =>
    connect(port, '127.0.0.1').on('error', () => undefined),
  );
  await until(() => waiting.filter((socket) => !socket.connecting).length >= ROOM, 'the queue to be full');
  return {
    port,
    stop: () => {
      for (const socket of waiting) socket.destroy();
      server.kill('SIGKILL');
    },
  };
}
