// Wires a picture to its panel, legend, table, keyboard and buttons; on any page that has one.
import { legend } from "./legend.js";
import { Panel } from "./panel.js";
import { Picture } from "./picture.js";
import { tip } from "./tip.js";
import { tableTwin, twinSwitch } from "./twin.js";
import { walk } from "./walk.js";

const $ = (/** @type {string} */ id) => document.getElementById(id);
const canvas = $("canvas"), twin = $("twin"), panel = $("panel"), net = $("net"), voice = $("voice"), data = $("picture");

if (canvas && twin && panel && net && voice && data) {
  const picture = new Picture(canvas, JSON.parse(data.textContent ?? ""));
  const show = twinSwitch(twin, canvas, document.querySelectorAll("[data-show]"));
  const rail = $("rail");
  new Panel(panel, picture);
  tableTwin(twin, picture);
  tip(net, picture);
  walk(canvas, picture, voice, () => show(true));
  if (rail) {
    legend(rail, picture, $("hidden"));
    const tab = $("legend");
    const open = (/** @type {boolean} */ on) => tab?.setAttribute("aria-pressed", String(rail.classList.toggle("shown", on)));
    tab?.addEventListener("click", () => open(!rail.classList.contains("shown")));
    document.querySelector('a[href="#left"]')?.addEventListener("click", () => open(true));
  }
  $("nearer")?.addEventListener("click", () => picture.zoom(1.25));
  $("farther")?.addEventListener("click", () => picture.zoom(0.8));
  $("whole")?.addEventListener("click", () => picture.fit());
  // for tests, and for whoever looks into the page
  Object.assign(window, { bankgraph: { picture } });
}
