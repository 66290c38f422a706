import { fieldsOf, withValue } from './schema-fields.ts';

const schema = {
  type: 'object',
  required: ['origins'],
  properties: {
    origins: { type: 'array', items: { type: 'string' }, title: 'Origins', description: 'Who may call' },
    methods: { type: 'array', items: { enum: ['GET', 'POST'] } },
    mode: { enum: ['allow', 'deny'], default: 'allow' },
    max_age: { type: 'integer', default: 600 },
    credentials: { type: 'boolean' },
    message: { type: 'string' },
    password: { type: 'string', writeOnly: true },
    ranges: { type: 'array', items: { anyOf: [{ type: 'string', format: 'ipv4' }, { type: 'string' }] } },
    mapping: { type: 'object' },
    rules: { type: 'array', items: { type: 'object', properties: { upstream: { type: 'string' } } } },
  },
};

describe('fieldsOf', () => {
  const fields = fieldsOf(schema);
  const kinds = Object.fromEntries(fields.map(({ name, kind }) => [name, kind]));

  it('draws what it knows and leaves the rest to JSON', () => {
    expect(kinds).toEqual({
      origins: 'lines',
      methods: 'choices',
      mode: 'choice',
      max_age: 'number',
      credentials: 'switch',
      message: 'text',
      password: 'secret',
      ranges: 'lines',
      mapping: 'json',
      rules: 'groups',
    });
  });

  it('takes title, description, default and need from the schema', () => {
    expect(fields[0]).toMatchObject({ label: 'Origins', hint: 'Who may call', required: true });
    expect(fields[3]).toMatchObject({ label: 'max age', fallback: 600, required: false });
  });

  it('has no fields for a schema without properties', () => {
    expect(fieldsOf({ type: 'object' })).toEqual([]);
  });
});

describe('withValue', () => {
  it('sets and takes out', () => {
    expect(withValue({ a: 1 }, 'b', 2)).toEqual({ a: 1, b: 2 });
    expect(withValue({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
  });
});
