// The panel: every claim behind the line, or about the thing, that is selected.
import { claim, time } from "./claims.js";
import { bdi, el, glyph } from "./dom.js";
import { addressOf, fetchFacts } from "./facts.js";
import { stateMark, tally } from "./marks.js";
import { t, tn } from "./phrasebook.js";

/** @typedef {import("./picture.js").Picture} Picture */
/** @typedef {import("./picture.js").Dot} Dot */
/** @typedef {import("./picture.js").Edge} Edge */

export class Panel {
  /** @param {HTMLElement} root @param {Picture} picture */
  constructor(root, picture) {
    this.root = root;
    this.picture = picture;
    this.asked = new AbortController();
    picture.addEventListener("select", () => this.show());
    // a sheet at the bottom covers part of the picture, and grows when its claims arrive
    new ResizeObserver(() => {
      if (getComputedStyle(root).position === "absolute") picture.clear(root.offsetHeight);
    }).observe(root);
    this.show();
  }

  show() {
    this.asked.abort();
    this.asked = new AbortController();
    const { dot, edge } = this.picture.selection;
    this.root.classList.toggle("resting", !dot && !edge);
    const body = el("div", { class: "body" });
    const head = dot ? this.#dot(dot, body) : edge ? this.#edge(edge, body) : this.#rest(body);
    const close = (dot || edge) && el("button", { class: "btn icon close", type: "button", "aria-label": t("Close"), title: t("Close"), text: "×", onclick: () => this.picture.select({}) });
    this.root.replaceChildren(...[head, body, close].filter((part) => part instanceof Node));
  }

  /** Nothing selected: how to read the picture, and where it is strongest. @param {HTMLElement} body */
  #rest(body) {
    const best = this.picture.data.edges.filter((edge) => edge.facts && !edge.quiet).slice(0, 12);
    body.append(
      el("p", { class: "verdict", text: t("Choose a line to read the claims behind it, or a thing to see what is said about it.") }),
      best.length ? el("h2", {}, t("The best sourced lines here"), el("span", { text: t("independent sources") })) : "",
      ...best.map((edge) => this.#row(edge, /** @type {Dot} */ (this.picture.dots.get(edge.from)), true)));
    return el("header", {}, el("h3", { text: t("Nothing selected") }));
  }

  /** @param {Edge} edge @param {HTMLElement} body */
  #edge(edge, body) {
    const [a, b] = [edge.from, edge.to].map((id) => /** @type {Dot} */ (this.picture.dots.get(id)));
    const verb = el("div", { class: "verb" }, el("code", { text: edge.type }),
      edge.facts ? el("span", { text: tn("{n} claim", "{n} claims", edge.facts) }) : "", edge.sources ? tally(edge.sources, edge.state) : "");
    body.append(verdict(edge));
    if (edge.facts) this.#claims(body, [edge.from, edge.to], t("Every claim behind this line"));
    return el("header", {}, el("div", { class: "ends" }, glyph(a.kind), this.#name(a), el("span", { class: "pathline" }), verb, glyph(b.kind), this.#name(b)));
  }

  /** @param {Dot} dot @param {HTMLElement} body */
  #dot(dot, body) {
    const lines = this.picture.linesOf(dot.id);
    const list = el("div");
    const fill = (/** @type {number} */ most) => list.replaceChildren(
      ...lines.slice(0, most).map((edge) => this.#row(edge, dot)),
      lines.length > most ? el("div", { class: "more" }, el("button", { class: "lnk", type: "button", text: tn("Show {n} more", "Show {n} more", lines.length - most), onclick: () => fill(Infinity) })) : "");
    fill(8);
    body.append(el("h2", {}, t("Lines in this picture"), el("span", { text: String(lines.length) })), list);
    this.#claims(body, [dot.id], t("What is said about it"));
    const page = dot.href ? el("a", { class: "lnk", href: dot.href, text: t("Open its page") }) : "";
    return el("header", {}, el("div", { class: "ends" }, glyph(dot.kind), this.#name(dot), el("div", { class: "verb" }, el("span", { text: dot.about }), page)));
  }

  /** @param {Dot} dot */
  #name(dot) {
    const link = el("a", { href: dot.href ?? "#" }, bdi(dot.name));
    link.addEventListener("click", (event) => {
      if (this.picture.selection.dot === dot || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.picture.select({ dot });
    });
    return el("div", {}, link, " ", dot.other ? bdi(dot.other, "zh2") : "");
  }

  /** A line by its other end. @param {Edge} edge @param {Dot} here @param {boolean} [both] */
  #row(edge, here, both = false) {
    const there = /** @type {Dot} */ (this.picture.dots.get(edge.from === here.id ? edge.to : edge.from));
    const button = el("button", { class: "lnk", type: "button", title: both ? `${here.name} – ${there.name}` : there.name, onclick: () => this.picture.select({ edge }) },
      both ? glyph(here.kind) : "", both ? " " : "", both ? bdi(here.label) : "", both ? " – " : "", glyph(there.kind), " ", bdi(there.name));
    return el("div", { class: "relrow" }, button, el("code", { text: edge.type }), edge.sources ? tally(edge.sources, edge.state) : el("span"));
  }

  /** Fetch and show claims, grouped by what they are for. @param {HTMLElement} body @param {string[]} keys @param {string} title */
  async #claims(body, keys, title) {
    const count = el("span"), list = el("div"), waiting = el("p", { class: "waiting", role: "status", text: t("Fetching the claims …") });
    body.append(el("h2", {}, title, count), list, waiting);
    const { signal } = this.asked, known = new Set(keys);
    let group = "";
    const next = async (/** @type {string | null} */ cursor) => {
      const page = await fetchFacts(addressOf(keys), cursor, signal);
      count.textContent = tn("{n} claim", "{n} claims", page.total);
      for (const fact of page.items.sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || time(a).localeCompare(time(b)))) {
        const when = time(fact);
        if (when !== group) list.append(el("div", { class: "yr" }, el("b", { text: when })));
        group = when;
        list.append(claim(fact, known));
      }
      if (page.next) list.append(more(page.next));
    };
    const more = (/** @type {string} */ cursor) => {
      const box = el("div", { class: "more" }, el("button", { class: "lnk", type: "button", text: t("Show more claims"), onclick: () => { box.remove(); attempt(cursor); } }));
      return box;
    };
    const attempt = async (/** @type {string | null} */ cursor) => {
      try { await next(cursor); } catch (error) {
        if (!signal.aborted) list.append(el("p", { class: "failed", role: "alert", text: t("The claims could not be fetched: {why}", { why: error instanceof Error ? error.message : String(error) }) }));
      } finally { waiting.remove(); }
    };
    await attempt(null);
  }
}

/** What the number of sources means. @param {Edge} edge */
function verdict(edge) {
  const [title, text] = edge.type === "REPORTED" && edge.state === "corroborated" ? [
    tn("{n} independent source", "{n} independent sources", edge.sources),
    t("They may speak of different years and scopes, and their values may differ: read each claim."),
  ] : {
    contested: [t("Contested"), t("Sources give values that exclude each other. All are kept; nothing is averaged or chosen.")],
    corroborated: [tn("{n} independent source says so", "{n} independent sources say so", edge.sources), t("Copies of a source are not counted again.")],
    single: [t("Rests on a single source"), t("If that source is withdrawn, this line goes.")],
    record: [t("From the record, not from a claim"), t("Who made a model and which group a bank belongs to stand in the entity's own record; no source is kept for it.")],
  }[edge.state] ?? ["", ""];
  return el("div", { class: `verdict ${edge.state}` }, stateMark(edge.state, title), text);
}
