import type { OpenApi, OpenApiOperation, ParameterSchema } from './document.ts';

/** The description of the API as a page: HTML and a style sheet, no script. Relative links, so that it works under any path. */
export function docsPage({ info, tags, paths, components }: OpenApi): string {
  const all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(info.title)}: the API</title><link rel="stylesheet" href="docs.css">
<main>
<h1>${text(info.title)}: the API</h1>
<p>${inline(info.description)} The same as <a href="openapi.json">OpenAPI 3.1</a>.</p>
<nav aria-label="Operations"><ul>${all.map(({ path, method, operation }) => `<li><a href="#${operation.operationId}">${method.toUpperCase()} ${text(path)}</a></li>`).join('')}</ul></nav>
${tags.map(({ name }) => `<h2>${text(name)}</h2>${all.filter(({ operation }) => operation.tags.includes(name)).map(({ path, method, operation }) => section(path, method, operation)).join('')}`).join('\n')}
<h2>Schemas</h2>
${Object.entries(components.schemas).map(([name, schema]) => `<section id="schema-${name}"><h3>${text(name)}</h3>${json(schema)}</section>`).join('\n')}
</main></html>
`;
}

function section(path: string, method: string, { operationId, summary, description, parameters, requestBody, responses }: OpenApiOperation): string {
  const body = requestBody?.content['application/json']?.schema;
  return `<section id="${operationId}"><h3><span class="verb">${method.toUpperCase()}</span> <code>${text(path)}</code></h3>
<p>${inline(summary)} ${inline(description)}</p>
${parameters.length > 0 ? table('Parameters', operationId, ['Name', 'In', 'What it says', 'Takes'], parameters.map((one) => [`<code>${text(one.name)}</code>${one.required ? ' (needed)' : ''}`, one.in, inline(one.description ?? ''), takes(one.schema)])) : ''}
${body ? `<h4>Body</h4>${json(body)}` : ''}
${table('Answers', operationId, ['Status', 'What it says', 'Body'], Object.entries(responses).map(([status, answer]) => [status, inline(answer.description), Object.entries(answer.content ?? {}).map(([type, { schema }]) => bodyOf(type, schema)).join(', ')]))}
</section>`;
}

function table(caption: string, of: string, head: string[], rows: string[][]): string {
  return `<h4>${caption}</h4><div class="scroll" role="region" aria-label="${caption} of ${of}" tabindex="0"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;
}

/** What a parameter takes, in a few words. */
function takes(schema: ParameterSchema): string {
  const some = schema.enum ?? schema.anyOf?.find((one) => one.enum)?.enum;
  const words = some ? some.map((one) => `<code>${text(one)}</code>`).join(' ') : text(schema.format ?? schema.type ?? '');
  return schema.default === undefined || schema.default === '' ? words : `${words}, default <code>${text(schema.default)}</code>`;
}

function bodyOf(type: string, schema: { $ref?: string } | undefined): string {
  const name = /\/(\w+)$/.exec(schema?.$ref ?? '')?.[1];
  return name === undefined ? `<code>${text(type)}</code>` : `<a href="#schema-${name}">${name}</a>`;
}

function json(schema: object): string {
  return `<pre tabindex="0"><code>${text(JSON.stringify(schema, null, 2))}</code></pre>`;
}

/** Text in which backticks mark code. */
function inline(markdown: string): string {
  return text(markdown).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function text(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
