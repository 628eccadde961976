// The legend filters: a key that is off hides its type, certainty or relationship.
import { t, tn } from "./phrasebook.js";

/** @typedef {import("./picture.js").Picture} Picture */

/** @param {HTMLElement} rail @param {Picture} picture @param {HTMLElement | null} said where the number of hidden things is told */
export function legend(rail, picture, said) {
  const off = { kind: new Set(), state: new Set(), type: new Set() };
  const apply = () => {
    picture.filter((dot) => !off.kind.has(dot.kind), (edge) => !off.state.has(edge.state) && !off.type.has(edge.type));
    const hidden = picture.dots.size - picture.shown.dots.size;
    if (said) said.textContent = hidden ? tn("{n} hidden by the legend.", "{n} hidden by the legend.", hidden) : "";
  };
  for (const key of rail.querySelectorAll("button.key")) {
    const button = /** @type {HTMLElement} */ (key);
    button.addEventListener("click", () => {
      const [[group, value]] = Object.entries(button.dataset);
      const set = off[/** @type {"kind" | "state" | "type"} */ (group)];
      if (!set.delete(value)) set.add(value);
      button.setAttribute("aria-pressed", String(!set.has(value)));
      apply();
    });
    button.title = t("Show or hide");
  }
}
