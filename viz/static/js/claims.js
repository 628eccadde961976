// One claim as it stands in the panel: what, how much, who says so, where to read it.
import { bdi, el, glyph, webAddress } from "./dom.js";
import { figure, when } from "./figures.js";
import { reliability } from "./marks.js";
import { book, nameOf, pageOf, said, t, term } from "./phrasebook.js";

/** @typedef {import("./facts.js").Fact} Fact */

/** Fields that name one thing or several, with their label. */
const NAMED = Object.entries({
  bank: "Bank", metric: "Metric", initiative: "Initiative", model: "AIModel", vendor: "Vendor",
  groups: "BankGroup", models: "AIModel", areas: "BusinessArea", vendors: "Vendor",
});

/** @param {Fact} fact @param {Set<string>} known keys of things that need no naming here */
export function claim(fact, known) {
  return el("article", { class: "claim", id: fact.id },
    ...value(fact), what(fact, known), ...wording(fact), by(fact), copy(fact), foot(fact));
}

/** @param {Fact} fact */
function value(fact) {
  const chips = [
    fact.bound && el("span", { class: "chip bound", text: term("bound", fact.bound) }),
    fact.status && fact.status !== "stated" && el("span", { class: "chip status", text: term("status", fact.status) }),
    fact.mode && el("span", { class: "chip", text: term("mode", fact.mode) }),
    fact.scope && text(fact, "scope", "span", "chip"),
  ];
  const shown = typeof fact.value === "number" ? figure(book.figures, book.language, fact.value, fact.unit) : null;
  if (!shown && !chips.some(Boolean)) return [];
  return [
    el("div", { class: "val" }, shown && el("b", { text: shown.text }), ...chips),
    shown?.raw && el("div", { class: "raw", text: shown.raw }),
  ];
}

/** A text in the reader's language. @param {Fact} fact @param {string} field @param {string} tag @param {string} [cls] */
function text(fact, field, tag, cls) {
  const [words, lang] = said(fact, field);
  return words ? el(tag, { class: cls, lang, dir: "auto", text: words }) : null;
}

/** The things that the claim names, but for those the panel is about. @param {Fact} fact @param {Set<string>} known */
function what(fact, known) {
  const things = NAMED.flatMap(([field, label]) => [fact[field] ?? []].flat().map((/** @type {any} */ thing) => ({ label, thing })));
  const news = things.filter(({ label, thing }) => thing?.id && !known.has(`${label}:${thing.id}`));
  if (!news.length) return null;
  const parts = news.flatMap(({ label, thing }, i) => [
    i ? " · " : "", glyph(book.marks[label]), " ", el("a", { href: pageOf(label, thing.id) }, bdi(nameOf(thing))),
  ]);
  return el("p", { class: "what" }, ...parts);
}

/** @param {Fact} fact */
function wording(fact) {
  const extra = ["statement", "summary", "purpose"].filter((field) => fact[field] && fact[field] !== fact.evidence);
  return [
    ...extra.map((field) => text(fact, field, "p", "ev")),
    text(fact, "evidence", "p", "ev"),
    book.language === "zh" && fact.evidence_zh && el("p", { class: "ev second", lang: "en", dir: "auto", text: fact.evidence }),
    text(fact, "note", "p", "note"),
  ];
}

/** @param {Fact} fact */
function by(fact) {
  const source = fact.source;
  return el("p", { class: "by" },
    el("a", { href: pageOf("Source", source.id) }, el("b", {}, bdi(source.publisher ?? nameOf(source)))), " · ",
    el("span", { class: "nowrap num", text: source.published ?? t("no date") }), " · ", reliability(source.reliability));
}

/** @param {Fact} fact */
function copy(fact) {
  const original = fact.source.copy_of;
  if (!original) return null;
  const name = typeof original === "object" ? (original.publisher ?? nameOf(original)) : original;
  return el("div", {}, el("span", { class: "chip copy", text: t("copy of {source}; not counted again", { source: name }) }));
}

/** @param {Fact} fact */
function foot(fact) {
  const url = webAddress(fact.source.url);
  const cite = el("button", { class: "lnk", type: "button", text: t("Copy citation") });
  cite.addEventListener("click", async () => {
    await navigator.clipboard.writeText(citation(fact));
    cite.textContent = t("Copied");
  });
  return el("div", { class: "end" }, cite,
    url && el("a", { class: "lnk", href: url, target: "_blank", rel: "noopener noreferrer", text: t("Open source") }),
    el("a", { class: "fid", href: `/facts/${fact.id}`, text: fact.id }));
}

/** Publisher, "title", date, address, and where the claim is kept. @param {Fact} fact */
export function citation(fact) {
  const { publisher, url, published } = fact.source;
  const parts = [publisher, `"${nameOf(fact.source)}"`, published ?? t("no date"), url, `bankgraph ${fact.id}`];
  return parts.filter(Boolean).join(", ");
}

/** What a claim is for. @param {Fact} fact */
export const time = (fact) => when(book.figures, fact.year ?? null, fact.period ?? null);
