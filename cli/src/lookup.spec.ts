import { collect, type FetchPage, findNamed } from './lookup.ts';

interface Thing {
  id: string;
  name: string;
}

/** A list as the server gives it: searched by prefix, in pages. */
function served(things: Thing[]): { fetch: FetchPage<Thing>; asked: number[] } {
  const asked: number[] = [];
  const fetch: FetchPage<Thing> = async ({ limit, cursor, search = '' }) => {
    asked.push(limit);
    const matching = things.filter(({ name }) => name.startsWith(search));
    const start = Number(cursor ?? 0);
    const next = start + limit < matching.length ? String(start + limit) : undefined;
    return {
      data: { items: matching.slice(start, start + limit), next },
      etag: undefined,
      revision: undefined,
    };
  };
  return { fetch, asked };
}
const things = Array.from({ length: 450 }, (_, index) => ({ id: `id-${index}`, name: `thing-${index}` }));

describe('collecting pages', () => {
  it('asks for no more than wanted, and tells that there is more', async () => {
    const { fetch, asked } = served(things);
    const { items, next } = await collect(fetch, 250);
    expect([items.length, asked, next]).toEqual([250, [200, 50], '250']);
  });

  it('ends with the last page', async () => {
    const { items, next } = await collect(served(things).fetch, Number.POSITIVE_INFINITY);
    expect([items.length, next]).toEqual([450, undefined]);
  });
});

describe('finding by name', () => {
  it('means the exact name, not the first with that beginning', async () => {
    expect((await findNamed('thing', 'thing-4', served(things).fetch)).id).toBe('id-4');
  });

  it('ends with 5 when there is none, and with 64 when there are two', async () => {
    const twice = served([...things, { id: 'other', name: 'thing-4' }]).fetch;
    await expect(findNamed('thing', 'nothing', twice)).rejects.toMatchObject({ fix: { exit: 5 } });
    await expect(findNamed('thing', 'thing-4', twice)).rejects.toMatchObject({
      fix: { exit: 64, next: expect.stringContaining('id-4, other') },
    });
  });
});
