import { type DocumentName, HOST_SHARDS } from '@aegis/contracts';
import { Changes } from '../platform/changes/changes.ts';
import { systemContext } from '../platform/context.ts';
import { Database, type Tx } from '../platform/database/database.ts';
import { eventually } from '../testing/published.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { Publisher } from './publisher.ts';
import { beginTerm, store } from './store.ts';

describe('changes and publishing at the same time', () => {
  let app: TestApp;
  let database: Database;
  /** Of every document, in their order. */
  let names: DocumentName[];

  beforeAll(async () => {
    app = await startTestApp();
    database = app.get(Database);
    const rows = await eventually(async () => {
      const found = await app.database.asPlatform('SELECT name FROM documents ORDER BY name');
      return found.length > HOST_SHARDS && found;
    });
    names = rows.map(({ name }) => name as DocumentName);
    await app.get(Publisher).onModuleDestroy();
  });
  afterAll(() => app.close());

  const lock = (tx: Tx, wanted: readonly DocumentName[]) =>
    tx.query('SELECT FROM documents WHERE name = ANY($1) ORDER BY name FOR UPDATE', [wanted]);
  const somebodyWaits = () =>
    eventually(async () => {
      const waiting = await app.database.asPlatform(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return waiting.length > 0;
    });

  /** Holds the first document until `other`, which wants all, waits for it; then takes the rest. */
  async function crossing(other: () => Promise<unknown>): Promise<void> {
    const { running } = await database.asPlatform('a test locks documents', async (tx) => {
      await lock(tx, names.slice(0, 1));
      const waiting = other();
      await somebodyWaits();
      await lock(tx, names.slice(1));
      return { running: waiting };
    });
    await running;
  }

  it('do not hold what the other waits for, in whatever order a change names its documents', async () => {
    await crossing(() =>
      app.get(Changes).write(systemContext('a test'), 'test.change', async () => ({
        result: undefined,
        resource: 'test',
        documents: names.toReversed().map((name) => ({ name })),
      })),
    );
  });

  it('do not either in whatever order documents were signed', async () => {
    await crossing(() =>
      database.asPlatform('a test publishes', async (tx) => {
        const { term, revision } = await beginTerm(tx);
        const signed = names.toReversed().map((name) => ({ name, revision, envelope: 'a test' }));
        await store(tx, term, revision, { revision: revision + 1, signed, refused: [] });
      }),
    );
  });
});
