// The keyboard in the picture: arrows go to the linked thing that lies that way.
import { t, tn } from "./phrasebook.js";

/** @typedef {import("./picture.js").Picture} Picture */
/** @typedef {import("./picture.js").Dot} Dot */
/** @typedef {import("./picture.js").Edge} Edge */

/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** @param {HTMLElement} canvas @param {Picture} picture @param {HTMLElement} voice a live region @param {() => void} table shows the table */
export function walk(canvas, picture, voice, table) {
  /** @type {Edge | null} */
  let walked = null;
  const say = (/** @type {Dot} */ dot) => {
    const lines = tn("{n} line", "{n} lines", picture.linesOf(dot.id).length);
    voice.textContent = [walked ? walked.type : "", dot.name, dot.other, dot.about, lines].filter(Boolean).join(", ");
  };
  const go = (/** @type {Dot} */ dot) => { picture.select({ dot }); picture.reveal(dot.id); say(dot); };

  canvas.addEventListener("keydown", (event) => {
    const way = WAYS[event.key], here = from(picture);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way && here) {
      const step = picture.selection.dot ? nearestThatWay(picture, here, way) : { dot: here, edge: null };
      if (step) { walked = step.edge; go(step.dot); } else voice.textContent = t("Nothing linked lies that way");
    } else if (event.key === "Enter" && walked) picture.select({ edge: walked });
    else if (event.key === "Escape") picture.select({});
    else if (event.key === "t") table();
    else if (event.key === "+" || event.key === "=") picture.zoom(1.25);
    else if (event.key === "-") picture.zoom(0.8);
    else if (event.key === "0") picture.fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** Where the walk stands: the selected thing, an end of the selected line, the best linked thing. @param {Picture} picture */
function from(picture) {
  const { dot, edge } = picture.selection;
  const first = [...picture.shown.dots.values()].sort((a, b) => b.size - a.size).find((other) => other.kind !== "year");
  return dot ?? picture.dots.get(edge?.from ?? picture.data.focus ?? "") ?? first;
}

/** @param {Picture} picture @param {Dot} here @param {[number, number]} way */
function nearestThatWay(picture, here, [wx, wy]) {
  const at = /** @type {{x: number, y: number}} */ (picture.at.get(here.id));
  let best = null, least = Infinity;
  for (const edge of picture.linesOf(here.id)) {
    const id = edge.from === here.id ? edge.to : edge.from;
    const there = /** @type {{x: number, y: number}} */ (picture.at.get(id));
    const dx = there.x - at.x, dy = there.y - at.y, far = Math.hypot(dx, dy) || 1, towards = (dx * wx + dy * wy) / far;
    if (towards > 0.3 && far / towards < least) {
      least = far / towards;
      best = { dot: /** @type {Dot} */ (picture.dots.get(id)), edge };
    }
  }
  return best;
}
