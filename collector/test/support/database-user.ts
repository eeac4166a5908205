/** A process that uses a database: opens it, says its address in a line, and closes it when its standard input ends. */
import { text } from 'node:stream/consumers';
import { openDatabase } from '../../src/db/database.ts';

const database = await openDatabase({ dataDir: process.argv[2] ?? '' });
console.log(database.url);
await text(process.stdin);
await database.close();
