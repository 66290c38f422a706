import { DEMO_LIMIT } from './demo-app.ts';
import type { StackFile } from './stack-file.ts';

/** What to try, with the real key and passwords of this machine. */
export function announcement(demo: StackFile, file: string): string {
  const gateway = new URL(demo.gateway);
  const key = `-H 'X-API-Key: ${demo.api_key}'`;
  return `
Aegis is running. Try a call through the gateway:

  curl http://${demo.app.host}:${gateway.port}/ ${key}
  curl -H 'Host: ${demo.app.host}' http://127.0.0.1:${gateway.port}/ ${key}

  As the user ann of the tenant acme, whose role lets her read and place orders, with her token:

  curl -H 'Host: ${demo.app.host}' http://127.0.0.1:${gateway.port}/orders -H 'Authorization: Bearer ${demo.jwt}'

  Without either the gateway answers 401; after ${DEMO_LIMIT.amount} calls in a minute, 429.

Dashboard   ${demo.dashboard}
  customer  ${demo.customer.email}  ${demo.customer.password}
  operator  ${demo.operator.email}  ${demo.operator.password}
  or register your own company; its mails land in the mailbox.
Mailbox     ${demo.mailbox}
API docs    ${demo.admin}/api/docs
Backend     ${demo.sample_backend} (sample-backend/GETTING_STARTED.md)
All of it   ${file}

Ctrl-C stops everything; the data stay. \`npm start -- --fresh\` begins anew.
`;
}
