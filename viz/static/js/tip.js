// What the pointer is on, in a few words beside it.
import { el } from "./dom.js";
import { tn } from "./phrasebook.js";

/** @typedef {import("./picture.js").Picture} Picture */

/** @param {HTMLElement} net @param {Picture} picture */
export function tip(net, picture) {
  const box = el("div", { class: "tip", hidden: true, "aria-hidden": "true" });
  net.append(box);
  let queued = false;
  picture.canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons || queued) return;
    queued = true;
    requestAnimationFrame(() => { queued = false; follow(event); });
  });
  picture.canvas.addEventListener("pointerleave", () => { picture.point({}); box.hidden = true; });
  picture.addEventListener("point", () => fill());

  function follow(/** @type {PointerEvent} */ event) {
    const frame = net.getBoundingClientRect();
    const x = event.clientX - frame.left, y = event.clientY - frame.top;
    if (!picture.pointed.dot) {
      const edge = picture.edgeAt(picture.network.DOMtoCanvas({ x, y }));
      picture.point(edge ? { edge } : {});
    }
    picture.canvas.style.cursor = picture.pointed.dot || picture.pointed.edge ? "pointer" : "";
    box.style.left = `${Math.min(x + 14, frame.width - box.offsetWidth - 8)}px`;
    box.style.top = `${y + 18 + box.offsetHeight > frame.height ? y - box.offsetHeight - 10 : y + 18}px`;
  }

  function fill() {
    const { dot, edge } = picture.pointed;
    box.hidden = !dot && !edge;
    if (dot) box.replaceChildren(el("b", { text: dot.name }), dot.other ? el("span", { class: "zh2", text: ` ${dot.other}` }) : "", el("div", { text: dot.about }));
    if (edge) {
      const [a, b] = [edge.from, edge.to].map((id) => picture.dots.get(id)?.name);
      const behind = edge.facts ? `${tn("{n} claim", "{n} claims", edge.facts)}, ${tn("{n} independent source", "{n} independent sources", edge.sources)}` : "";
      box.replaceChildren(el("b", { text: `${a} – ${b}` }), el("div", { text: [edge.type, behind].filter(Boolean).join(" · ") }));
    }
  }
}
