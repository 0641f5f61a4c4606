// Works out a rule of the Indicators module while someone types, from the tree that Expression.ToJson writes. It says exactly
// what Evaluator.cs says on the server: exact fractions, three values, the same reasons. The same test vectors hold for both.

const MOST = 1n << 1024n, DECIMAL = (1n << 96n) - 1n;
const REASONS = ['', 'missing', 'not-applicable', 'divided-by-zero', 'too-large'];
const [MISSING, NOT_APPLICABLE, DIVIDED, TOO_LARGE] = [1, 2, 3, 4];

const size = a => (a < 0n ? -a : a);
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a; };

const unknown = why => ({ why });
const truth = yes => ({ truth: yes, why: 0 });

/** A fraction in lowest terms, or "too large". */
const number = (top, bottom) => {
  let common = gcd(size(top), size(bottom));
  if (bottom < 0n) common = -common;
  [top, bottom] = [top / common, bottom / common];
  return size(top) >= MOST || bottom >= MOST ? unknown(TOO_LARGE) : { top, bottom, why: 0 };
};

/** "−12.50" → −25/2 */
const read = text => {
  const [whole, part = ''] = String(text).split('.');
  return number(BigInt(whole + part), 10n ** BigInt(part.length));
};

const plus = (a, b) => number(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
const negative = a => ({ ...a, top: -a.top });
const minus = (a, b) => plus(a, negative(b));
const times = (a, b) => number(a.top * b.top, a.bottom * b.bottom);
const over = (a, b) => (b.top === 0n ? unknown(DIVIDED) : number(a.top * b.bottom, a.bottom * b.top));
const absolute = a => ({ ...a, top: size(a.top) });
const compare = (a, b) => a.top * b.bottom - b.top * a.bottom;

/** Half away from zero. */
const scaled = (a, digits) => {
  const rounded = (size(a.top) * 10n ** BigInt(digits) * 2n + a.bottom) / (a.bottom * 2n);
  return a.top < 0n ? -rounded : rounded;
};

const written = a => {
  for (let digits = 28; digits >= 0; digits--) {
    const value = scaled(a, digits);
    if (size(value) > DECIMAL) continue;
    const all = size(value).toString().padStart(digits + 1, '0');
    const whole = all.slice(0, all.length - digits), part = digits ? all.slice(-digits).replace(/0+$/, '') : '';
    return (value < 0n ? '-' : '') + whole + (part ? `.${part}` : '');
  }
  return null;
};

const operations = {
  '+': plus, '-': minus, '*': times, '/': over,
  '<=': (a, b) => truth(compare(a, b) <= 0n), '<': (a, b) => truth(compare(a, b) < 0n),
  '>=': (a, b) => truth(compare(a, b) >= 0n), '>': (a, b) => truth(compare(a, b) > 0n),
  '=': (a, b) => truth(compare(a, b) === 0n), '!=': (a, b) => truth(compare(a, b) !== 0n),
  not: a => truth(!a.truth), neg: negative, abs: absolute,
  min: (...all) => all.reduce((a, b) => (compare(b, a) < 0n ? b : a)),
  max: (...all) => all.reduce((a, b) => (compare(b, a) > 0n ? b : a)),
  round: (a, digits) => number(scaled(a, digits.top), 10n ** digits.top),
  within: (a, b, room) => {
    const apart = minus(a, b), most = times(absolute(b), room);
    return apart.why || most.why ? unknown(TOO_LARGE) : truth(compare(absolute(apart), most) <= 0n);
  },
};

const looked = ({ name, split = '', look = '' }, lookup) => lookup(name, split, look) ?? null;

/** A reading is a number as text, null (missing), "n/a" (not applicable) or a range [low, high]. */
const value = (reading, end = 0) =>
  reading === null ? unknown(MISSING) : reading === 'n/a' ? unknown(NOT_APPLICABLE) : read(Array.isArray(reading) ? reading[end] : reading);

const work = (node, lookup) => {
  if ('n' in node) return read(node.n);
  if ('name' in node) return value(looked(node, lookup));

  const { op, of } = node;
  if (op === 'present') return truth(!value(looked(of[0], lookup)).why);
  if (op === 'low' || op === 'high') return value(looked(of[0], lookup), op === 'low' ? 0 : 1);
  if (op === 'if') {
    const condition = work(of[0], lookup);
    return condition.why ? condition : work(of[condition.truth ? 1 : 2], lookup);
  }

  const values = of.map(part => work(part, lookup));
  const why = Math.max(...values.map(v => v.why));
  if (op === 'and' || op === 'or') {
    const settles = op === 'or';
    return values.some(v => v.truth === settles) ? truth(settles) : why ? unknown(why) : truth(!settles);
  }
  return why ? unknown(why) : operations[op](...values);
};

/**
 * What a rule says. `lookup(name, split, look)` gives a reading: a number as text, null, "n/a" or [low, high].
 * Returns a number as text, true, false, or why it cannot be told: "missing", "not-applicable", "divided-by-zero", "too-large".
 */
export const evaluate = (tree, lookup) => {
  const { truth: yes, why, ...fraction } = work(tree, lookup);
  return why ? REASONS[why] : yes ?? written(fraction) ?? REASONS[TOO_LARGE];
};
