// Tallies, reliability, states: the same signs as templates/marks.html.
import { el, svg } from "./dom.js";
import { book, t, term, tn } from "./phrasebook.js";

/**
 * A full bar an independent source, an open one a copy.
 * @param {number} sources @param {string} state @param {number} [copies]
 */
export function tally(sources, state, copies = 0) {
  const words = [
    tn("{n} independent source", "{n} independent sources", sources),
    copies ? tn("{n} copy", "{n} copies", copies) : "",
    state === "contested" ? t("contested") : "",
  ].filter(Boolean).join(", ");
  const node = el("span", { class: `tally ${state}`, role: "img", "aria-label": words, title: words });
  for (let i = 0; i < Math.min(sources, 5); i++) {
    if (state === "contested" && i === 1) node.append(el("b", { text: "≠" }));
    node.append(el("i"));
  }
  for (let i = 0; i < Math.min(copies, 3); i++) node.append(el("i", { class: "copy" }));
  if (sources > 5) node.append(el("em", { text: String(sources) }));
  return node;
}

/** Four rising bars and the word. @param {string | null | undefined} value */
export function reliability(value) {
  const strong = book.strength[value ?? "null"] ?? 0;
  const bars = [0, 1, 2, 3].map((i) =>
    svg("rect", { x: i * 3.4, y: 6 - i * 2, width: 2.4, height: 3 + i * 2, rx: 0.5, class: i < strong ? "" : "off" }));
  return el("span", { class: "rel" }, svg("svg", { viewBox: "0 0 13 9", "aria-hidden": "true" }, ...bars), term("reliability", value));
}

/** @param {string} state @param {string} [text] */
export const stateMark = (state, text = term("state", state)) =>
  el("div", { class: `state ${state}`, text: (state === "contested" ? "≠ " : "") + text });
