export { type Postgres, startPostgres } from './parts/postgres.ts';
export { type Redis, startRedis } from './parts/redis.ts';
export { baseEnvironment } from './system/environment.ts';
export { Part, type PartOptions } from './system/part.ts';
export { freePort, freePorts, type Ports } from './system/ports.ts';
export { answers, waitUntil } from './system/wait.ts';
