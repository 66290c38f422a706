import type { AssertionCheck } from './assertion.ts';
import { type Exchange, Refusal, sendJson } from './exchange.ts';

/** `/verified`: who calls, by the gateway's signature alone. */
export const verified =
  (check: AssertionCheck | undefined) =>
  async ({ request, response }: Exchange): Promise<void> => {
    if (!check) throw new Refusal(501, 'AEGIS_JWKS_URL is not set, so no assertion can be checked here.');
    const token = request.headers['x-aegis-assertion'];
    if (typeof token !== 'string') {
      throw new Refusal(401, 'There is no assertion; switch it on in the settings of the app.');
    }
    sendJson(response, 200, await check.claimsOf(token));
  };
