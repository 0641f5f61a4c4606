// Reads [{tree, readings}] from standard input and writes what rule.js says of each: ExpressionScriptTests compares.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { evaluate } = await import(pathToFileURL(process.argv[2]));
const name = (element, split, look) => { const read = split ? `${element}[${split}]` : element; return look ? `${look}(${read})` : read; };
const cases = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(cases.map(({ tree, readings }) => evaluate(tree, (...of) => readings[name(...of)]))));
