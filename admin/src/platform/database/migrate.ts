import { createHash } from 'node:crypto';
import { migrations, roles } from '@aegis/migrations';
import { DataSource } from 'typeorm';
import type { Env } from '../env/env.ts';
import { jobStore } from '../jobs/jobs.ts';
import { rolePassword, scramVerifier } from './role-passwords.ts';

/** Any number; it only has to be the same for everybody who migrates. */
const LOCK = 4_163_770_001;

/**
 * Brings schema, roles and job store up to date as the owner of the database. Under an advisory lock, so that
 * several may be started at once; killed at any statement, the next run finishes. @returns names of what ran
 */
export async function migrate(env: Pick<Env, 'DATABASE_URL' | 'AEGIS_SECRET'>): Promise<string[]> {
  const owner = new DataSource({
    type: 'postgres',
    url: env.DATABASE_URL,
    migrations,
    migrationsTableName: 'aegis_migrations',
    migrationsTransactionMode: 'each',
    applicationName: 'aegis-migrate',
    connectTimeoutMS: 5_000,
  });
  await owner.initialize();
  const session = owner.createQueryRunner();
  try {
    await session.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const done = await owner.runMigrations();
    for (const role of Object.values(roles)) {
      await session.query(`ALTER ROLE ${role} PASSWORD '${verifierOf(env.AEGIS_SECRET, role)}'`);
    }
    await installJobs(env);
    return done.map(({ name }) => name);
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    await session.release();
    await owner.destroy();
  }
}

function verifierOf(secret: string, role: (typeof roles)[keyof typeof roles]): string {
  const password = rolePassword(secret, role);
  return scramVerifier(password, createHash('sha256').update(password).digest().subarray(0, 16));
}

async function installJobs(env: Pick<Env, 'DATABASE_URL' | 'AEGIS_SECRET'>): Promise<void> {
  const store = jobStore(env, true);
  await store.start();
  await store.stop({ graceful: false });
}
