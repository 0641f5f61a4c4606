// Which licence every package stands under that we build, test or bundle with: read from the packages themselves, compared with docs/security/licences.csv.
//   node .ci/licences.mjs            fails when a package or licence differs from the list, or a licence is not allowed
//   node .ci/licences.mjs --write    writes the list anew; look at the difference before you commit it
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const list = 'docs/security/licences.csv';
const allowed = new Set(['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'PostgreSQL', 'Zlib', 'Unlicense', 'CC0-1.0', 'BlueOak-1.0.0',
  'LicenseRef-public-domain', // SQLite itself
  'MPL-2.0']); // MPL: axe-core, which only tests; files of it are never changed

// Older packages name an address or bring a file instead of a word. The address, or the first words of the file, say which licence it is.
const addresses = { 'apache.org/licenses/LICENSE-2.0': 'Apache-2.0', 'opensource.org/licenses/MIT': 'MIT', 'github.com/dotnet/corefx/blob/master/LICENSE.TXT': 'MIT', 'github.com/dotnet/standard/blob/master/LICENSE.TXT': 'MIT',
  'go.microsoft.com/fwlink/?LinkId=329770': 'MIT', 'bouncycastle.org/csharp/licence.html': 'MIT' };
const texts = [[/^\s*(The )?MIT License|Permission is hereby granted, free of charge/i, 'MIT'], [/Apache License\s+Version 2\.0/i, 'Apache-2.0'], [/Redistribution and use in source and binary forms[\s\S]*Neither the name/i, 'BSD-3-Clause'], [/PostgreSQL Licen[cs]e/i, 'PostgreSQL'], [/^\s*SQLite is Public Domain/, 'LicenseRef-public-domain']];

function nuget() {
  const folder = process.env.NUGET_PACKAGES || execFileSync('dotnet', ['nuget', 'locals', 'global-packages', '--list'], { encoding: 'utf8' }).split(': ').slice(1).join(': ').trim();
  const found = new Map();
  for (const project of [...readdirSync('src').map(p => join('src', p)), ...readdirSync('tests').map(p => join('tests', p)), 'bench']) {
    const lock = join(project, 'packages.lock.json');
    if (!existsSync(lock)) continue;
    for (const framework of Object.values(JSON.parse(readFileSync(lock, 'utf8')).dependencies))
      for (const [id, { type, resolved }] of Object.entries(framework)) if (type !== 'Project') found.set(`${id.toLowerCase()} ${resolved}`, { id, version: resolved });
  }
  return [...found.values()].map(({ id, version }) => ({ from: 'nuget', id, version, licence: nuspec(join(folder, id.toLowerCase(), version.toLowerCase())) }));
}

function nuspec(folder) {
  const file = existsSync(folder) && readdirSync(folder).find(f => f.endsWith('.nuspec'));
  if (!file) return 'NOT RESTORED';
  const xml = readFileSync(join(folder, file), 'utf8');
  const [, type, said] = xml.match(/<license type="(\w+)"[^>]*>([^<]+)<\/license>/) ?? [];
  if (type === 'expression') return said.trim();
  if (type === 'file') return texts.find(([words]) => words.test(readFileSync(join(folder, said.trim().replaceAll('\\', '/')), 'utf8')))?.[1] ?? `FILE ${said}`;
  const address = xml.match(/<licenseUrl>([^<]+)<\/licenseUrl>/)?.[1].replace(/^https?:\/\/(www\.)?/, '') ?? 'NONE';
  return Object.entries(addresses).find(([known]) => address.startsWith(known))?.[1] ?? address;
}

// One program built for each system ('os') is one with the package that chooses it.
function npm() {
  const packages = JSON.parse(readFileSync('src/Web/package-lock.json', 'utf8')).packages;
  return Object.entries(packages).filter(([path, { os }]) => path && !os).map(([path, { version, license }]) => {
    const own = join('src/Web', path, 'package.json'); // absent where it belongs to another kind of machine
    return { from: 'npm', id: path.slice(path.lastIndexOf('node_modules/') + 13), version, licence: existsSync(own) ? JSON.parse(readFileSync(own, 'utf8')).license ?? 'NONE' : license ?? 'NONE' };
  });
}

const may = licence => licence.replace(/[()]/g, '').split(/ OR /i).some(one => one.split(/ AND /i).every(l => allowed.has(l.trim())));
const rows = [...nuget(), ...npm()].sort((a, b) => `${a.from} ${a.id.toLowerCase()} ${a.version}` < `${b.from} ${b.id.toLowerCase()} ${b.version}` ? -1 : 1);
const text = ['registry,package,version,licence', ...new Set(rows.map(r => `${r.from},${r.id},${r.version},${r.licence}`))].join('\n') + '\n';
const refused = rows.filter(r => !may(r.licence));
for (const r of refused) console.error(`Not allowed: ${r.from} ${r.id} ${r.version}: ${r.licence}`);
if (process.argv.includes('--write')) {
  mkdirSync(dirname(list), { recursive: true });
  writeFileSync(list, text);
} else if (!existsSync(list) || readFileSync(list, 'utf8') !== text) {
  const known = new Set(existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []);
  const now = new Set(text.split('\n'));
  for (const line of now) if (!known.has(line)) console.error(`Not in ${list}: ${line}`);
  for (const line of known) if (!now.has(line)) console.error(`No longer used: ${line}`);
  console.error(`Look at the licences, then: node .ci/licences.mjs --write`);
  process.exit(1);
}
if (refused.length > 0) process.exit(1);
console.log(`licences: ${rows.length} packages, all allowed`);
