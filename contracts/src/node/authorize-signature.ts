import { createHmac } from 'node:crypto';

/**
 * `Aegis-Signature` of an authorize question: by it the backend knows that the question is the gateway's, and of now.
 * `v1` is the HMAC-SHA-256 of `<t>.<body>` under the callout's secret. Gateways make it in `lua/aegis/authorize/signature.lua`.
 * @param time seconds since 1970
 */
export function signAuthorizeQuestion(secret: string, time: number, body: string): string {
  const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return `t=${time},v1=${mac}`;
}
