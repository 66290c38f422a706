import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers, baseEnvironment, freePort, Part } from '@aegis/stack';
import { childrenOf, Workers } from '../measure/workers.ts';
import type { Place } from './place.ts';

/** An nginx of the benchmark's own: the upstream that everything leads to, or the plain proxy that Aegis is compared with. */
export interface Server {
  url: string;
  port: number;
  workers: Workers;
  part: Part;
}

const ANSWER_BYTES = 800;

/** JSON of `ANSWER_BYTES`, with what a `meter` counts. */
function answerBody(): string {
  const answer = { usage: { total_tokens: 42 }, filler: '' };
  return JSON.stringify({ ...answer, filler: 'x'.repeat(ANSWER_BYTES - JSON.stringify(answer).length) });
}

/** Answers every request with 200 and 800 bytes, from memory. */
export function startUpstream(directory: string, nginx: string): Promise<Server> {
  const location = `default_type application/json; return 200 '${answerBody()}';`;
  return startNginx(directory, nginx, 'upstream', 1, '', location);
}

/** What a hand-written nginx.conf would do: `proxy_pass` with kept connections, as the gateway keeps them. */
export function startPlainProxy(
  { directory, program, upstreamPort }: Place,
  workers: number,
): Promise<Server> {
  const pool = `upstream origin { server 127.0.0.1:${upstreamPort}; keepalive 512; keepalive_requests 1000000; }`;
  const location = 'proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection "";';
  return startNginx(directory, program, `plain-${workers}`, workers, pool, location);
}

async function startNginx(
  parent: string,
  nginx: string,
  name: string,
  workers: number,
  extra: string,
  location: string,
): Promise<Server> {
  const directory = join(parent, name);
  mkdirSync(join(directory, 'temp'), { recursive: true });
  const port = await freePort();
  const conf = join(directory, 'nginx.conf');
  const log = join(directory, 'error.log');
  writeFileSync(conf, configuration(directory, workers, port, extra, location));
  const url = `http://127.0.0.1:${port}/`;
  const part = await new Part({
    name,
    program: nginx,
    args: ['-c', conf, '-e', log],
    env: baseEnvironment(),
    logFile: log,
    ready: () => answers(url),
    stopSignal: 'SIGTERM',
  }).start();
  return { url, port, part, workers: new Workers(() => childrenOf(part.pid ?? 0)) };
}

function configuration(
  directory: string,
  workers: number,
  port: number,
  extra: string,
  location: string,
): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${directory}/temp/${kind};`)
    .join(' ');
  return `worker_processes ${workers};
daemon off;
pid ${directory}/nginx.pid;
events { worker_connections 8192; }
http {
  ${temporary}
  access_log off;
  keepalive_requests 1000000;
  client_max_body_size 0;
  ${extra}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / { ${location} }
  }
}
`;
}
