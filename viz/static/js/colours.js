// The style sheet's tokens as colours that a canvas can use.
import { onTheme } from "./theme.js";

const NAMES = ["bank", "model", "initiative", "area", "vendor", "metric", "source", "year", "group", "fact", "bg",
  "surface", "ink", "ink-2", "ink-3", "marker", "contested", "edge", "edge-dim"];

/** @type {Record<string, string>} */
export const colours = {};

function read() {
  // light-dark() is only resolved in a colour property of an element in the page
  const probe = document.createElement("i");
  probe.className = "vh";
  document.body.append(probe);
  for (const name of NAMES) {
    probe.style.color = `var(--${name})`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
}

/** Read the colours now, and again before each `then` when the theme changes. @param {() => void} then */
export function watchColours(then) {
  read();
  onTheme(() => { read(); then(); });
}
