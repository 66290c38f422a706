import type { GroupResult } from '../report/model.ts';
import { usualLimit, usualRoute } from '../servers/documents.ts';
import { withGateway } from '../servers/gateway.ts';
import type { Place } from '../servers/place.ts';
import { measureCosts } from './costs.ts';
import type { Effort } from './group.ts';
import { sameRateNote } from './notes.ts';
import { pluginCases, pluginsWithoutCase } from './plugin-cases.ts';

const REFERENCE = 'without';
const columns = ['one more plugin', 'CPU per request / the same without it', 'µs added per request'];

/** Each built-in plugin, on a route with key, limit and usage. */
export function pluginsGroup(place: Place, effort: Effort): Promise<GroupResult> {
  const cases = pluginCases(`http://127.0.0.1:${place.upstreamPort}/sink`);
  const routes = Object.fromEntries(
    cases.map(({ name, settings }) => [name, { ...usualRoute, plugins: [{ name, settings }] }]),
  );
  const setup = { workers: 1, routes: { [REFERENCE]: usualRoute, ...routes } };
  return withGateway(place, setup, async (scene) => {
    const extras = cases.map(({ name, does, headers }) => {
      const target = scene.target(name);
      const title = `${name}: ${does}`;
      return { route: name, title, target: { ...target, headers: { ...target.headers, ...headers } } };
    });
    const { rows, measured } = await measureCosts(scene, REFERENCE, extras, effort);
    const missing = pluginsWithoutCase(cases);
    const notes = [
      `On a route with API key, \`${usualLimit.store}\` limit and usage; one worker; ${sameRateNote(measured, REFERENCE)}`,
      ...(missing.length > 0 ? [`Not measured: ${missing.join(', ')}.`] : []),
    ];
    return { sections: [{ title: 'Cost of a plugin', table: { columns, rows }, notes }], findings: [] };
  });
}
