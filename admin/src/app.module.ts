import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Logger } from 'pino';
import { AccountsModule } from './features/accounts/index.ts';
import { AppsModule } from './features/apps/index.ts';
import { AuditModule } from './features/audit/index.ts';
import { AuthorizationModule } from './features/authorization/index.ts';
import { AuthorizeModule } from './features/authorize/index.ts';
import { CertificateOrdersModule } from './features/certificate-orders/index.ts';
import { CertificatesModule } from './features/certificates/index.ts';
import { ConfigModule } from './features/config/index.ts';
import { CustomersModule } from './features/customers/index.ts';
import { GatewaysModule } from './features/gateways/index.ts';
import { JwtIssuersModule } from './features/jwt-issuers/index.ts';
import { KeysModule } from './features/keys/index.ts';
import { LimitsModule } from './features/limits/index.ts';
import { MailModule } from './features/mail/index.ts';
import { MembersModule } from './features/members/index.ts';
import { NotificationsModule } from './features/notifications/index.ts';
import { OperatorPluginsModule } from './features/operator-plugins/index.ts';
import { OperatorsModule } from './features/operators/index.ts';
import { PlatformInfoModule } from './features/platform-info/index.ts';
import { PluginsModule } from './features/plugins/index.ts';
import { QuotasModule } from './features/quotas/index.ts';
import { RevisionsModule } from './features/revisions/index.ts';
import { RolesModule } from './features/roles/index.ts';
import { RoutesModule } from './features/routes/index.ts';
import { SessionsModule } from './features/sessions/index.ts';
import { TenantsModule } from './features/tenants/index.ts';
import { TokensModule } from './features/tokens/index.ts';
import { TracesModule } from './features/traces/index.ts';
import { UpstreamsModule } from './features/upstreams/index.ts';
import { UsageModule } from './features/usage/index.ts';
import type { Env } from './platform/env/env.ts';
import { OutgoingModule } from './platform/outgoing/outgoing.module.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { PublishingModule } from './publishing/publishing.module.ts';

/** Every feature, alphabetically. */
const features = [
  AccountsModule,
  AppsModule,
  AuditModule,
  AuthorizationModule,
  AuthorizeModule,
  CertificatesModule,
  CertificateOrdersModule,
  ConfigModule,
  CustomersModule,
  GatewaysModule,
  JwtIssuersModule,
  KeysModule,
  LimitsModule,
  MailModule,
  MembersModule,
  NotificationsModule,
  OperatorPluginsModule,
  OperatorsModule,
  PlatformInfoModule,
  PluginsModule,
  QuotasModule,
  RevisionsModule,
  RolesModule,
  RoutesModule,
  SessionsModule,
  TenantsModule,
  TokensModule,
  TracesModule,
  UpstreamsModule,
  UsageModule,
];

/** The whole service: the platform and every feature. */
@Module({})
export class AppModule {
  static with(env: Env, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DiscoveryModule,
        PlatformModule.forRoot({ env, logger }),
        OutgoingModule,
        PublishingModule,
        ...features,
      ],
    };
  }
}
