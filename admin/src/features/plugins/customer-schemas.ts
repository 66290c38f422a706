import type { Ajv2020, AnySchemaObject, ErrorObject, FuncKeywordDefinition } from 'ajv/dist/2020.js';

/** What `lua/aegis/lib/pattern.lua` refuses too: another reader reads it otherwise, or not at all. */
const refused = [/\\[1-9kpPuUxcCAzZGKQEXRNhHvV]/, /\(\?[^:=!]/, /\[:/, /[*+?}]\+/];

/** Whether gateways can use an expression of a customer: it is valid, and PCRE reads it in the same way. */
export function isSharedPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
  } catch {
    return false;
  }
  return !refused.some((part) => part.test(text));
}

/** Names below `$defs` that something in a schema refers to. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

const lostReference = (schema: AnySchemaObject): string | undefined => {
  const known = new Set(Object.keys(schema.$defs ?? {}).map((name) => `#/$defs/${name}`));
  return references(schema).find((reference) => reference !== '#' && !known.has(reference));
};

/** Every `$ref` leads to something: a gateway would refuse the document otherwise. */
const leadsSomewhere: NonNullable<FuncKeywordDefinition['validate']> = Object.assign(
  (_: boolean, schema: AnySchemaObject): boolean => {
    const lost = lostReference(schema);
    const message = `has a $ref to ${lost}, which is not there`;
    leadsSomewhere.errors = lost === undefined ? [] : [{ keyword: 'jsonSchema', message, params: {} }];
    return lost === undefined;
  },
  { errors: [] as Partial<ErrorObject>[] },
);

/** Words with which a manifest asks for JSON Schemas that customers write. */
export function addCustomerSchemas(ajv: Ajv2020): void {
  ajv.addFormat('regex', { type: 'string', validate: isSharedPattern });
  ajv.addKeyword({ keyword: 'jsonSchema', schemaType: 'boolean', validate: leadsSomewhere });
}
