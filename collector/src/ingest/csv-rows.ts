/**
 * The rows of a CSV file (RFC 4180) as lists of fields, from its lines. A quoted field may hold separators, quotes and line
 * breaks. The separator is told by the first line: whichever of comma, semicolon and tab it has most of.
 */
export async function* csvRows(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[]> {
  let separator: string | undefined;
  let open = '';
  for await (const line of lines) {
    const text = open === '' ? line.replace(/^\uFEFF/, '') : `${open}\n${line}`;
    // An odd number of quotes: a quoted field goes on in the next line.
    if ((text.split('"').length - 1) % 2 === 1) {
      open = text;
      continue;
    }
    open = '';
    if (text.trim() === '') continue;
    separator ??= [',', ';', '\t'].toSorted((a, b) => text.split(b).length - text.split(a).length)[0]!;
    yield fieldsOf(text, separator);
  }
}

function fieldsOf(row: string, separator: string): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field: string;
    if (row[at] === '"') {
      const quoted = /^"((?:[^"]|"")*)"?/s.exec(row.slice(at))!;
      field = quoted[1]!.replaceAll('""', '"');
      at += quoted[0].length;
      const end = row.indexOf(separator, at);
      at = end === -1 ? row.length : end;
    } else {
      const end = row.indexOf(separator, at);
      field = row.slice(at, end === -1 ? undefined : end);
      at = end === -1 ? row.length : end;
    }
    fields.push(field);
    if (at >= row.length) return fields;
    at += separator.length;
  }
}
