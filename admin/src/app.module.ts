import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Logger } from 'pino';
import { AccountsModule } from './features/accounts/index.ts';
import { SessionsModule } from './features/sessions/index.ts';
import { TokensModule } from './features/tokens/index.ts';
import type { Env } from './platform/env/env.ts';
import { PlatformModule } from './platform/platform.module.ts';

/** Every feature, alphabetically. */
const features = [AccountsModule, SessionsModule, TokensModule];

/** The whole service: the platform and every feature. */
@Module({})
export class AppModule {
  static with(env: Env, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [DiscoveryModule, PlatformModule.forRoot({ env, logger }), ...features],
    };
  }
}
