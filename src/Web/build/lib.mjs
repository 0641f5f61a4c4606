// npm run build: makes wwwroot/lib from styles/ and the packages in package-lock.json. Nothing in lib is committed, nothing is loaded from another host.
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const web = new URL('../', import.meta.url);
const lib = new URL('wwwroot/lib/', web);
const read = path => readFile(new URL(path, web), 'utf8');

// Tabler's parts that need its script, or that no page here has.
const unused = /\.(navbar|offcanvas|modal|toast|carousel|accordion|ribbon|otp|signal|calendar|switch-icon|card-stamp|card-rotate|datagrid|chat|hr-text|markdown|star|social|payment|flag|tabler-|apexcharts|jsvectormap|ts-|noUi|litepicker|dropzone|fslightbox|plyr|hugerte|tox|coloris|type-ahead|wysiwyg|theme-settings|skeleton|placeholder|signature|loader|page-loader|dropdown-menu-columns|bg-(x|facebook|twitter|linkedin|google|youtube|vimeo|dribbble|github|instagram|pinterest|vk|rss|flickr|bitbucket|tabler|muted)|text-bg-|theme-)/;
const otherThemes = /\.theme-dark|\[data-theme|body\[data-|html\[data-bs-navbar|\[data-bs-theme-/;

/** Splits a style sheet into its top-level rules: { head, body } with body null for a statement such as @charset. */
function* rules(css) {
  for (let at = 0; at < css.length;) {
    const open = css.indexOf('{', at), end = css.indexOf(';', at);
    if (open < 0 || (end >= 0 && end < open)) { if (end < 0) return; yield { head: css.slice(at, end), body: null }; at = end + 1; continue; }
    let depth = 1, close = open + 1;
    for (; depth > 0; close++) depth += css[close] === '{' ? 1 : css[close] === '}' ? -1 : 0;
    yield { head: css.slice(at, open).trim(), body: css.slice(open + 1, close - 1) };
    at = close;
  }
}

/** The selectors of a list; a comma inside brackets divides nothing. */
function selectors(list) {
  const parts = [''];
  let depth = 0;
  for (const sign of list) {
    if ('([' .includes(sign)) depth++;
    if (')]'.includes(sign)) depth--;
    if (sign === ',' && depth === 0) parts.push(''); else parts[parts.length - 1] += sign;
  }
  return parts;
}

/** Leaves out what is unused, keeps dark mode off paper, and lets the device ask for dark mode when the page does not say. */
function trimmed(css) {
  let out = '';
  for (const { head, body } of rules(css)) {
    if (body === null) continue;
    if (/^@(media|supports)/.test(head)) { const inner = trimmed(body); if (inner) out += `${head}{${inner}}`; continue; }
    if (head.startsWith('@')) { out += `${head}{${body}}`; continue; }
    const kept = selectors(head).filter(part => !unused.test(part) && !otherThemes.test(part));
    const dark = kept.filter(part => part.startsWith('[data-bs-theme=dark]')), always = kept.filter(part => !dark.includes(part));
    if (always.length) out += `${always}{${body}}`;
    if (dark.length) {
      const asked = dark.map(part => part.replace('[data-bs-theme=dark]', ':root:not([data-bs-theme])'));
      out += `@media screen{${dark}{${body}}}@media screen and (prefers-color-scheme:dark){${asked}{${body}}}`;
    }
  }
  return out;
}

async function tabler() {
  const css = await read('node_modules/@tabler/core/dist/css/tabler.min.css');
  const notice = css.match(/\/\*![\s\S]*?\*\//)[0];
  const shapes = [];
  // Ticks and arrows drawn inside the style sheet become files of their own: our pages allow no data: addresses.
  const text = trimmed(css.replace(/\/\*[\s\S]*?\*\//g, '')).replace(/url\((["'])data:image\/svg\+xml,(.*?)\1\)/g, (_, quote, svg) => {
    const shape = decodeURIComponent(svg), known = shapes.indexOf(shape);
    return `url(/lib/shape-${known < 0 ? shapes.push(shape) - 1 : known}.svg)`;
  });
  await Promise.all([writeFile(new URL('tabler.css', lib), `${notice}\n${text}\n`), ...shapes.map((shape, i) => writeFile(new URL(`shape-${i}.svg`, lib), shape))]);
}

/** Our own style sheet: the parts in styles/ as one file, dark mode as in Tabler's. */
async function onemetre() {
  const { outputFiles: [{ text }] } = await build({
    entryPoints: [fileURLToPath(new URL('styles/onemetre.css', web))], bundle: true, minify: true, write: false, external: ['/img/*', '/lib/*'], target: ['chrome100', 'firefox100', 'safari15'], logLevel: 'warning',
  });
  await writeFile(new URL('onemetre.css', lib), trimmed(text));
}

async function icons() {
  const names = JSON.parse(await read('build/icons.json'));
  const symbols = await Promise.all(Object.entries(names).map(async ([name, path]) => {
    const svg = await read(`node_modules/@tabler/icons/icons/${path}.svg`);
    const shapes = svg.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '').replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, '').replace(/\s*\n\s*/g, '');
    const look = path.startsWith('filled/') ? ' fill="currentColor" stroke="none"' : '';
    return `<symbol id="${name}" viewBox="0 0 24 24"${look}>${shapes}</symbol>`;
  }));
  await writeFile(new URL('icons.svg', lib), `<svg xmlns="http://www.w3.org/2000/svg"><!-- Tabler Icons, MIT -->${symbols.join('')}</svg>\n`);
}

const bundle = (from, to) => build({
  entryPoints: [fileURLToPath(new URL(`build/${from}`, web))], outfile: fileURLToPath(new URL(to, lib)),
  bundle: true, minify: true, format: 'esm', target: ['chrome100', 'firefox100', 'safari15'], legalComments: 'eof', logLevel: 'warning',
});

await rm(lib, { recursive: true, force: true });
await mkdir(lib, { recursive: true });
await Promise.all([tabler(), onemetre(), icons(), bundle('echarts.mjs', 'echarts.js'), bundle('pinyin.mjs', 'pinyin.js')]);
