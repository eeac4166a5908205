import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from '../../contract/index.ts';
import { PARAMETERS } from './parameters.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { componentSchemas, plain } from './schemas.ts';

/** Every operation may meet these, and every one that needs a token those. */
const ALWAYS: readonly ProblemCode[] = ['internal', 'database_unavailable'];
const WITH_TOKEN: readonly ProblemCode[] = ['invalid_token', 'forbidden_by_role', 'unknown_site', 'issuer_unavailable'];

const ABOUT = `Figures of the sites that a token opens. Bring the token as \`Authorization: Bearer …\`: a panel token, the token of an
issuer that the collector is configured to accept, or that of a share link. Errors are \`application/problem+json\` with a stable \`code\`.`;

/** Of JSON Schema, what parameters here need. */
export interface ParameterSchema {
  type?: string;
  format?: string;
  enum?: string[];
  anyOf?: ParameterSchema[];
  default?: string;
  items?: ParameterSchema;
}

export interface OpenApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security?: object[];
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; description?: string; schema: ParameterSchema }[];
  requestBody?: { required: true; content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: object }> }>;
}

export interface OpenApi {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  security: object[];
  tags: { name: string }[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { securitySchemes: object; schemas: Record<string, object> };
}

/** The description of the API, made of the schemas by which requests are read and answers are typed. */
export function openApiDocument(): OpenApi {
  const all = operations();
  const paths: OpenApi['paths'] = {};
  for (const operation of all) (paths[operation.path] ??= {})[operation.method] = describe(operation);
  return {
    openapi: '3.1.0',
    info: { title: 'Passerby', version: '1', description: ABOUT.replaceAll('\n', ' '), license: { name: 'MIT', identifier: 'MIT' } },
    security: [{ token: [] }],
    tags: [...new Set(all.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT, or sh_… of a share link' } }, schemas: componentSchemas() },
  };
}

function describe({ method, path, tag, summary, roles, open = false, query, body, status = 200, answer, cached = false, problems = [] }: Operation): OpenApiOperation {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  return {
    operationId: [method, ...path.split('/').slice(2).filter((part) => part !== '{site}').map((part) => part.replaceAll(/[{}]/g, ''))].join('_').replaceAll('-', '_'),
    tags: [tag],
    summary,
    description: `For ${roles.join(', ')}.`,
    ...(open && { security: [] }),
    parameters: [
      ...inPath.map((name) => ({ name, in: 'path' as const, required: true, description: PARAMETERS[name], schema: { type: 'string' } })),
      ...(query ? queryParameters(query) : []),
      ...(cached ? [{ name: 'If-None-Match', in: 'header' as const, required: false, description: 'The ETag of an answer at hand.', schema: { type: 'string' } }] : []),
    ],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: inputSchema(body) } } } }),
    responses: {
      [status]: { description: status === 204 ? 'Done.' : 'The answer.', ...(answer && { content: contentOf(answer) }) },
      ...(cached && { 304: { description: 'The answer at hand still holds.' } }),
      ...problemResponses([...problems, ...(open ? [] : WITH_TOKEN), ...ALWAYS]),
    },
  };
}

function contentOf(answer: NonNullable<Operation['answer']>): Record<string, { schema?: object }> {
  return { [answer.type ?? 'application/json']: answer.schema === undefined ? {} : { schema: { $ref: `#/components/schemas/${answer.schema}` } } };
}

function queryParameters(query: z.ZodObject): OpenApiOperation['parameters'] {
  const { properties = {}, required = [] } = inputSchema(query) as { properties?: Record<string, ParameterSchema>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    name, in: 'query', required: required.includes(name) && schema.default === undefined, description: PARAMETERS[name],
    // A list is given by naming it several times; what a preprocessing takes, JSON Schema cannot tell.
    schema: name === 'filter' || name === 'plan' || name === 'owner' ? { type: 'array', items: { type: 'string' } } : schema,
  }));
}

function inputSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: ({ jsonSchema }) => plain(jsonSchema) }) as Record<string, unknown>;
  return rest;
}

/** By status, since a status stands once: the codes that it may carry. */
function problemResponses(codes: readonly ProblemCode[]): OpenApiOperation['responses'] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) byStatus.set(PROBLEMS[code][0], [...byStatus.get(PROBLEMS[code][0]) ?? [], code]);
  return Object.fromEntries([...byStatus].toSorted(([a], [b]) => a - b).map(([status, some]) => [status, {
    description: some.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}`).join(' '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }]));
}
