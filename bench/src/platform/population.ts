import { type Client, createApp } from '@aegis/contracts';
import { customerOwner, type StackFile } from '@aegis/stack';
import { clientOf } from './installation.ts';

/** What the plan of a new company allows. */
const APPS_PER_COMPANY = 1_000;
/** Calls to the admin API at a time. */
const AT_ONCE = 8;

/** Apps of one company after the other, made through the API. @returns their ids */
export async function createApps(
  { admin }: StackFile,
  amount: number,
  upstreamUrl: string,
  progress: (made: number) => void,
): Promise<string[]> {
  const ids: string[] = [];
  for (let company = 1; ids.length < amount; company += 1) {
    const email = `company-${company}@bench.example`;
    const { token } = await customerOwner(admin, email, `a long password of company ${company}`);
    const wanted = Math.min(APPS_PER_COMPANY, amount - ids.length);
    await inTurn(clientOf(admin, token), wanted, `company-${company}`, upstreamUrl, (id) => {
      ids.push(id);
      progress(ids.length);
    });
  }
  return ids;
}

async function inTurn(
  api: Client,
  wanted: number,
  slug: string,
  upstreamUrl: string,
  made: (id: string) => void,
): Promise<void> {
  let next = 0;
  const create = async () => {
    while (next < wanted) {
      next += 1;
      const body = { name: `App ${next}`, slug: `${slug}-${next}`, upstream_url: upstreamUrl };
      made((await api.call(createApp, { body })).data.id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, create));
}
