// Words and rules of the reader's language, from the page's own catalogue.

/**
 * @typedef {object} Book
 * @property {string} language
 * @property {Record<string, string[]>} messages
 * @property {Record<string, Record<string, string>>} terms
 * @property {import("./figures.js").Rules} figures
 * @property {Record<string, number>} strength
 * @property {Record<string, string>} paths
 * @property {Record<string, string>} marks
 */

/** @type {Book} */
export const book = JSON.parse(document.getElementById("phrasebook")?.textContent ?? "{}");

/** @param {string} text @param {Record<string, unknown>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** The message in the reader's language, with {names} filled in. @param {string} message @param {Record<string, unknown>} [values] */
export const t = (message, values = {}) => filled(book.messages[message]?.[0] ?? message, values);

/** The same by number: one, or more (as `n`). @param {string} one @param {string} many @param {number} n @param {Record<string, unknown>} [values] */
export function tn(one, many, n, values = {}) {
  const forms = book.messages[one] ?? [one, many];
  const text = n === 1 ? forms[0] : (forms[1] ?? forms[0]);
  return filled(text, { n: number(n), ...values });
}

/** The word for a value of a closed list. @param {string} table @param {string | null | undefined} value */
export const term = (table, value) => book.terms[table]?.[value ?? "null"] ?? value ?? "";

const whole = new Intl.NumberFormat(book.language);
/** @param {number} n */
export const number = (n) => whole.format(n);

/**
 * A text of a record in the reader's language, and the language it stands in.
 * @param {Record<string, any>} record @param {string} field @returns {[string, string]}
 */
export function said(record, field) {
  const chinese = book.language === "zh" ? record[`${field}_zh`] : null;
  return chinese ? [chinese, "zh-Hans"] : [record[field] ?? "", "en"];
}

/** @param {Record<string, any>} thing */
export const nameOf = (thing) => said(thing, "name")[0] || String(thing.id ?? "");

/** The page of a thing. @param {string} label @param {string} id */
export const pageOf = (label, id) => (book.paths[label] ? `/${book.paths[label]}/${encodeURIComponent(id)}` : null);
