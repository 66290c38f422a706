import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** A plugin with settings under which the benchmark's request passes. */
export interface PluginCase {
  name: string;
  settings: Record<string, unknown>;
  /** What it has to do there. */
  does: string;
  headers?: Record<string, string>;
}

const origin = 'https://app.example';
const upstream = 'main';

/** @param sink URL that takes whatever is posted to it */
export const pluginCases = (sink: string): readonly PluginCase[] => [
  {
    name: 'cors',
    settings: { origins: [origin], methods: ['GET'], headers: [], exposed_headers: [], credentials: false },
    does: 'marks the answer for one origin',
    headers: { Origin: origin },
  },
  { name: 'ip_restriction', settings: { allow: ['127.0.0.0/8', '10.0.0.0/8'] }, does: 'two ranges' },
  { name: 'maintenance', settings: { allow: ['127.0.0.0/8'] }, does: 'lets the caller through' },
  {
    name: 'bot_detection',
    settings: { deny: ['curl/*', 'python-requests', 'scrapy'] },
    does: 'three patterns',
  },
  {
    name: 'request_size',
    settings: { max_body_bytes: 1_048_576, max_header_bytes: 8_192, max_header_lines: 50 },
    does: 'body, bytes and lines of headers',
  },
  {
    name: 'request_validation',
    settings: { path: { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } } },
    does: 'one parameter of the path',
  },
  {
    name: 'request_transform',
    settings: { set_headers: ['x-plan: gold'], set_query: ['source=gateway'] },
    does: 'one header, one query parameter',
  },
  {
    name: 'traffic_split',
    settings: { shares: [{ upstream, weight: 50 }], own_weight: 50 },
    does: 'half of the callers',
  },
  {
    name: 'response_cache',
    settings: { shared_by: 'caller', default_ttl_seconds: 3_600 },
    does: 'answers from memory, no upstream',
  },
  {
    name: 'mock_response',
    settings: {
      bodies: [{ content_type: 'application/json', body: JSON.stringify({ filler: 'x'.repeat(787) }) }],
    },
    does: 'answers by itself, no upstream',
  },
  {
    name: 'response_transform',
    settings: { set_headers: ['x-served-by: aegis'], remove_headers: ['server'] },
    does: 'one header set, one removed',
  },
  {
    name: 'meter',
    settings: { meters: [{ unit: 'tokens', json: '/usage/total_tokens' }] },
    does: "reads a number of the answer's JSON",
  },
  { name: 'access_log', settings: { url: sink }, does: 'a line per request, posted in batches' },
  { name: 'opentelemetry', settings: { url: sink }, does: 'spans of sampled requests, posted in batches' },
];

const folder = resolve(import.meta.dirname, '../../../lua/aegis/plugins');

/** Built-in plugins that nobody wrote a case for. */
export function pluginsWithoutCase(cases: readonly PluginCase[]): string[] {
  const known = new Set(cases.map(({ name }) => name));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !known.has(entry.name))
    .map(({ name }) => name)
    .sort();
}
