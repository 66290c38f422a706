/**
 * Fields of an object schema (JSON Schema) as a Markdown table.
 * An answer says which fields may be absent, input which are required.
 */
export function fieldTable(schema, { answer = false } = {}) {
  const rows = fieldRows(schema, '', answer);
  if (rows.length === 0) return 'No fields.';
  return ['| field | type | |', '|---|---|---|', ...rows].join('\n');
}

function fieldRows(schema, prefix, answer) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    if (name === 'liveness' && answer) return [`| \`${path}\` | [liveness](#liveness) | |`];
    const said = answer ? answered(field, required.has(name)) : remarks(field, required.has(name));
    return [
      `| \`${path}\` | ${inCell(typeOf(field))} | ${inCell(said)} |`,
      ...nestedRows(field, path, answer),
    ];
  });
}

function answered(field, required) {
  const said = (field.description ?? '').replace(/[.\s]+$/, '');
  return [said, required ? '' : 'may be absent'].filter((part) => part !== '').join('; ');
}

function nestedRows(field, path, answer) {
  if (field.properties) return fieldRows(field, `${path}.`, answer);
  if (field.items?.properties) return fieldRows(field.items, `${path}[].`, answer);
  return [];
}

function typeOf(field) {
  if (field.enum) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.const !== undefined) return `\`${field.const}\``;
  const choices = field.anyOf ?? field.oneOf;
  if (choices) return [...new Set(choices.map(typeOf))].join(' or ');
  if (field.type === 'array')
    return field.items?.properties ? 'list' : `list of ${typeOf(field.items ?? {})}`;
  if (field.type === 'object') return field.properties ? 'object' : 'map';
  if (field.format) return field.format;
  return Array.isArray(field.type) ? field.type.join(' or ') : (field.type ?? 'any');
}

function remarks(field, required) {
  const said = field.description ?? field.title ?? '';
  const parts = [
    said.replace(/[.\s]+$/, ''),
    required && field.default === undefined ? 'required' : '',
    bounds(field),
  ];
  if (field.default !== undefined) parts.push(`default \`${JSON.stringify(field.default)}\``);
  return parts.filter((part) => part !== '').join('; ');
}

function bounds({ type, minimum, maximum, minLength, maxLength, minItems, maxItems }) {
  const range = (low, high, unit) => {
    // Whole numbers without a bound of their own carry those of the language.
    const least = low > Number.MIN_SAFE_INTEGER ? low : undefined;
    const most = high < Number.MAX_SAFE_INTEGER ? high : undefined;
    if (least === undefined && most === undefined) return '';
    if (least === undefined) return `at most ${most}${unit}`;
    return most === undefined ? `at least ${least}${unit}` : `${least} to ${most}${unit}`;
  };
  if (type === 'string') return range(minLength, maxLength, ' characters');
  if (type === 'array') return range(minItems, maxItems, ' items');
  return range(minimum, maximum, '');
}

/** Bars would end a cell. */
const inCell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
