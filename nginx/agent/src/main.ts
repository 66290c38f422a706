import { readFileSync } from 'node:fs';
import { startAgent } from './agent.ts';
import { readEnv } from './env.ts';
import { log, messageOf } from './log.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

try {
  const agent = await startAgent(readEnv(process.env), version, log);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void agent.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
} catch (problem) {
  process.stderr.write(`${messageOf(problem)}\n`);
  process.exit(1);
}
