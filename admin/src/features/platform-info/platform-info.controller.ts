import { getAssertionKeys, platformInfo } from '@aegis/contracts';
import { assertionKeySet, gatewayKeys } from '@aegis/contracts/node';
import { Controller, Inject } from '@nestjs/common';
import { ENV, type Env } from '../../platform/env/env.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { version } from '../../platform/version.ts';

/** What a visitor's browser needs before anybody has signed in. */
@Controller()
export class PlatformInfoController {
  constructor(@Inject(ENV) private readonly env: Env) {}

  @Handles(getAssertionKeys)
  async assertionKeys(_: Call<typeof getAssertionKeys>): Promise<Answer<typeof getAssertionKeys>> {
    return { keys: assertionKeySet(gatewayKeys(this.env.AEGIS_GATEWAY_SECRET)) };
  }

  @Handles(platformInfo)
  async read(_: Call<typeof platformInfo>): Promise<Answer<typeof platformInfo>> {
    const { env } = this;
    const gateway = new URL(env.AEGIS_GATEWAY_URL);
    const scheme = gateway.protocol === 'https:' ? 'https' : 'http';
    return {
      version,
      registration: env.AEGIS_REGISTRATION,
      allowed_email_domains: env.AEGIS_REGISTRATION_DOMAINS,
      base_domain: env.AEGIS_BASE_DOMAIN,
      gateway: { scheme, port: gateway.port === '' ? defaultPorts[scheme] : Number(gateway.port) },
      dashboard_url: env.AEGIS_PUBLIC_URL,
      docs_url: env.AEGIS_DOCS_URL,
      certificate_orders: env.AEGIS_ACME_DIRECTORY_URL !== undefined,
      ...(env.AEGIS_TERMS_URL === undefined ? {} : { terms_url: env.AEGIS_TERMS_URL }),
      ...(env.AEGIS_MAILBOX ? { mailbox_url: `http://localhost:${env.AEGIS_ADMIN_PORT}/mailbox` } : {}),
    };
  }
}

const defaultPorts = { http: 80, https: 443 } as const;
