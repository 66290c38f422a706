import { parseArgs } from 'node:util';
import { Email, OperatorRole } from '@aegis/contracts';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccountsModule } from './features/accounts/index.ts';
import { OperatorsModule, OperatorsService } from './features/operators/index.ts';
import { systemContext } from './platform/context.ts';
import { EnvError, readEnv } from './platform/env/env.ts';
import { Problem } from './platform/http/problem.ts';
import { createLogger, nestLogger } from './platform/logging/logger.ts';
import { PlatformModule } from './platform/platform.module.ts';

/** `node dist/operators-create.js --email E [--role R]`: makes an operator, prints the link to choose a password. */

@Module({})
class CommandModule {}

const usage = 'usage: operators-create --email <address> [--role owner|admin|support|viewer]\n';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { email: { type: 'string' }, role: { type: 'string', default: 'owner' } },
  });
  const email = Email.safeParse(values.email);
  const role = OperatorRole.safeParse(values.role);
  if (!email.success || !role.success) {
    process.stderr.write(usage);
    return 64;
  }
  const env = { ...readEnv(), AEGIS_LOG_LEVEL: 'error' as const };
  const logger = createLogger(env);
  const module = {
    module: CommandModule,
    imports: [PlatformModule.forRoot({ env, logger }), AccountsModule, OperatorsModule],
  };
  const app = await NestFactory.createApplicationContext(module, {
    logger: nestLogger(logger),
    abortOnError: false,
  });
  try {
    const input = { email: email.data, role: role.data };
    const { passwordUrl } = await app.get(OperatorsService).create(systemContext('operators-create'), input);
    process.stdout.write(`${email.data} is an operator (${role.data}).\n`);
    if (passwordUrl) process.stdout.write(`Choose a password within the hour:\n${passwordUrl}\n`);
    return 0;
  } finally {
    await app.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const known = error instanceof EnvError || error instanceof Problem;
  process.stderr.write(`operators-create: ${known ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
