/** A plugin's settings as its JSON Schema describes them, in the shapes that the form can draw. */
export type FieldKind =
  | 'text'
  | 'secret'
  | 'number'
  | 'switch'
  | 'choice'
  | 'choices'
  | 'lines'
  | 'groups'
  | 'json';

export interface SchemaField {
  name: string;
  kind: FieldKind;
  label: string;
  hint?: string;
  required: boolean;
  options: readonly string[];
  /** What holds while nothing is given. */
  fallback: unknown;
  /** Of `groups`: the schema of one. */
  items?: Node;
}

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const wordsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export function fieldsOf(schema: Node): SchemaField[] {
  const properties = isNode(schema.properties) ? schema.properties : {};
  const required = new Set(wordsIn(schema.required));
  return Object.entries(properties).map(([name, node]) =>
    fieldOf(name, isNode(node) ? node : {}, required.has(name)),
  );
}

function fieldOf(name: string, node: Node, required: boolean): SchemaField {
  const { kind, options } = kindOf(node);
  const hint = textIn(node.description);
  return {
    name,
    kind,
    options,
    required,
    label: textIn(node.title) ?? name.replaceAll('_', ' '),
    fallback: node.default,
    ...(hint ? { hint } : {}),
    ...(kind === 'groups' && isNode(node.items) ? { items: node.items } : {}),
  };
}

function kindOf(node: Node): { kind: FieldKind; options: readonly string[] } {
  const words = wordsIn(node.enum);
  if (words.length > 0) return { kind: 'choice', options: words };
  if (node.type === 'boolean') return { kind: 'switch', options: [] };
  if (node.type === 'integer' || node.type === 'number') return { kind: 'number', options: [] };
  if (node.type === 'string' && node.writeOnly === true) return { kind: 'secret', options: [] };
  if (node.type === 'string') return { kind: 'text', options: [] };
  if (node.type === 'array' && isNode(node.items)) return listKindOf(node.items);
  return { kind: 'json', options: [] };
}

function listKindOf(items: Node): { kind: FieldKind; options: readonly string[] } {
  const words = wordsIn(items.enum);
  if (words.length > 0) return { kind: 'choices', options: words };
  if (items.type === 'object' && isNode(items.properties)) return { kind: 'groups', options: [] };
  return { kind: items.type === 'string' || isTextUnion(items) ? 'lines' : 'json', options: [] };
}

const isTextUnion = ({ anyOf, oneOf }: Node): boolean => {
  const branches = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : [];
  return branches.length > 0 && branches.every((branch) => isNode(branch) && branch.type === 'string');
};

/** Settings with one value changed; undefined takes it out, so that the plugin's default holds. */
export function withValue(settings: Node, name: string, value: unknown): Node {
  const { [name]: _, ...others } = settings;
  return value === undefined ? others : { ...others, [name]: value };
}
