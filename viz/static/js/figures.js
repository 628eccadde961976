// Values as the reader's language writes them; the same rules as viz/figures.py.

/**
 * @typedef {object} Rules
 * @property {[number, string][]} scales powers of ten and their words, the largest first
 * @property {string} gap between number and scale
 * @property {Record<string, [string, string]>} units
 * @property {Record<string, string>} currencies
 * @property {string} currency
 * @property {Record<string, string>} periods
 */

/**
 * @param {Rules} rules @param {string} language @param {number} value @param {string} unit
 * @returns {{text: string, raw: string}} the value in words, and in full digits where they shorten it
 */
export function figure(rules, language, value, unit) {
  const scale = rules.scales.find(([power]) => Math.abs(value) >= 10 ** power);
  const full = digits(language, String(value), 6);
  // a decimal text is rounded exactly, where a division would not be
  const short = scale ? digits(language, `${value}e-${scale[0]}`, 2) + rules.gap + scale[1] : full;
  const raw = scale ? `${full} ${isCurrency(unit) ? unit : ""}`.trim() : "";
  return { text: withUnit(rules, short, unit, value), raw };
}

/** @param {string} unit */
const isCurrency = (unit) => /^[A-Z]{3}$/.test(unit);

/** @param {string} language @param {string} decimal @param {number} most */
const digits = (language, decimal, most) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: most }).format(/** @type {any} */ (decimal));

/** @param {Rules} rules @param {string} text @param {string} unit @param {number} value */
function withUnit(rules, text, unit, value) {
  if (isCurrency(unit)) return rules.currency.replace("{n}", text).replace("{unit}", rules.currencies[unit] ?? unit);
  if (!Object.hasOwn(rules.units, unit)) return `${text} ${unit}`;
  const [one, many] = rules.units[unit];
  return (value === 1 ? one : many).replace("{n}", text);
}

/** What a value is for. @param {Rules} rules @param {number | null} year @param {string | null} period */
export function when(rules, year, period) {
  if (period?.startsWith("as of ")) return rules.periods["as of"].replace("{date}", period.slice(6));
  if (year == null) return rules.periods.none;
  return (rules.periods[period ?? ""] ?? "{year}").replace("{year}", String(year));
}
