import { openApiDocument, type OpenApiOperation } from '../collector/src/api/openapi/document.ts';
import { PROBLEMS } from '../collector/src/contract/index.ts';
import { propertyRows, typeText, type Schema } from './schema-text.ts';

/** docs/reference/api.md: every operation of the API, for people, as docs/reference/openapi.json says it. */
export function apiReference(): string {
  const { paths, tags, components } = openApiDocument();
  const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  const parts = tags.map(({ name }) => {
    const some = operations.filter(({ operation }) => operation.tags.includes(name));
    return `## ${name}\n\n${some.map(({ path, method, operation }) => section(`${method.toUpperCase()} ${path}`, operation)).join('\n')}`;
  });
  return `# The API

Generated from \`collector/src/api/openapi/\`; for programs, [openapi.json](openapi.json), which every collector serves as \`/api/openapi.json\`. Who may ask
what, and how to make tokens: [the stats API](../guides/stats-api.md). What each figure means: [metrics](../metrics.md). Days are local days of the site.

${parts.join('\n')}
## What is answered

${Object.entries(components.schemas).map(([name, schema]) => `### ${name}\n\n${table('property', propertyRows(schema))}`).join('\n')}`;
}

function section(title: string, { summary, description, parameters, requestBody, responses }: OpenApiOperation): string {
  const asked = parameters.map(({ name, in: place, required, description = '–', schema }) =>
    `| \`${name}\` | ${place}${required ? '' : ', optional'} | ${typeText(schema as Schema)} | ${description} |`);
  const body = requestBody?.content['application/json']?.schema;
  return [
    `### \`${title}\``,
    `${summary} ${description}`,
    asked.length > 0 && `| parameter | where | type | meaning |\n| --- | --- | --- | --- |\n${asked.join('\n')}`,
    body && `Body:\n\n${bodyText(body).trimEnd()}`,
    `Answer: ${answers(responses)}.`,
    `Errors: ${errors(responses)}.`,
  ].filter(Boolean).join('\n\n') + '\n';
}

/** A body that can be one of several things has a table for each. */
function bodyText(body: Schema): string {
  return body.anyOf ? body.anyOf.map(bodyText).join('\nor\n\n') : table('property', propertyRows(body));
}

function answers(responses: OpenApiOperation['responses']): string {
  return Object.entries(responses).filter(([status]) => Number(status) < 400).map(([status, { content = {} }]) => {
    const [type, { schema }] = Object.entries(content)[0] ?? ['', {}];
    const what = [schema && typeText(schema as Schema), type !== '' && type !== 'application/json' && `\`${type}\``].filter(Boolean).join(' as ');
    return `${status} ${what || 'without a body'}`;
  }).join('; ');
}

/** The description of an error's status begins each sentence with its code. */
function errors(responses: OpenApiOperation['responses']): string {
  return Object.entries(responses).filter(([status]) => Number(status) >= 400).map(([status, { description }]) => {
    const codes = [...description.matchAll(/`(\w+)`: /g)].map(([, code]) => code!).filter((code) => code in PROBLEMS);
    return `${status} ${codes.map((code) => `[\`${code}\`](errors.md#${code.replaceAll('_', '-')})`).join(', ')}`;
  }).join('; ');
}

const table = (first: string, rows: string[]): string => `| ${first} | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
