/** Of JSON Schema, what the API's description is made of. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: (string | number | boolean)[];
  const?: string | number | boolean;
  pattern?: string;
  description?: string;
  default?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

const NAMES: Record<string, string> = { string: 'text', integer: 'whole number', number: 'number', boolean: 'true or false', object: 'object', null: 'null', date: 'day', 'date-time': 'time', uuid: 'UUID' };

/** A type as people say it, in Markdown: `list of text`, a link to a named schema, the values that there are. */
export function typeText(schema: Schema): string {
  if (schema.$ref) return link(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1));
  if (schema.const !== undefined) return typeText({ enum: [schema.const] });
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' or ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeText({ ...schema, type })).join(' or ');
  if (schema.type === 'array') return `list of ${typeText(schema.items ?? {})}`;
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') return `object: name → ${typeText(schema.additionalProperties)}`;
  if (schema.pattern?.startsWith('^\\d')) return 'whole number';
  if (schema.pattern?.startsWith('^property:')) return '`property:` and a name';
  return NAMES[schema.format ?? schema.type ?? ''] ?? 'any';
}

/** Rows of a Markdown table, name, type and meaning: one for each property, those of properties that are objects by their path. */
export function propertyRows(schema: Schema, path = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const optional = schema.required?.includes(name) ? '' : ', optional';
    const inner = property.type === 'array' ? property.items : property;
    const row = `| \`${path}${name}\` | ${typeText(property)}${optional} | ${meaning(property)} |`;
    return inner?.properties ? [row, ...propertyRows(inner, `${path}${name}${property.type === 'array' ? '[]' : ''}.`)] : [row];
  });
}

function meaning({ description, minimum, maximum, maxLength }: Schema): string {
  const bounds = minimum !== undefined && maximum !== undefined ? `${minimum.toLocaleString('en')} to ${maximum.toLocaleString('en')}.` : '';
  return [description, bounds, maxLength === undefined ? '' : `At most ${maxLength.toLocaleString('en')} characters.`].filter(Boolean).join(' ') || '–';
}

const link = (name: string): string => `[${name}](#${name.toLowerCase()})`;
