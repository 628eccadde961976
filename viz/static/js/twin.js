// The table twin: the same lines and things as the picture, in step with filters and selection.

/** @typedef {import("./picture.js").Picture} Picture */

/** @param {HTMLElement} twin @param {Picture} picture */
export function tableTwin(twin, picture) {
  /** @type {NodeListOf<HTMLElement>} */
  const lines = twin.querySelectorAll("[data-line]");
  /** @type {NodeListOf<HTMLElement>} */
  const things = twin.querySelectorAll("[data-thing]");
  const edges = new Map(picture.data.edges.map((edge) => [edge.id, edge]));

  picture.addEventListener("filter", () => {
    for (const row of lines) row.hidden = !picture.shown.edges.has(row.dataset.line ?? "");
    for (const row of things) row.hidden = !picture.shown.dots.has(row.dataset.thing ?? "");
  });
  picture.addEventListener("select", () => {
    const { dot, edge } = picture.selection;
    for (const row of lines) row.classList.toggle("on", row.dataset.line === edge?.id);
    for (const row of things) row.classList.toggle("on", row.dataset.thing === dot?.id);
  });
  twin.addEventListener("click", (event) => {
    const target = /** @type {HTMLElement} */ (event.target), link = target.closest("a");
    // names lead to their pages; the number of claims, and the row itself, to the panel
    if (link && !link.classList.contains("lk")) return;
    const row = /** @type {HTMLElement | null} */ (target.closest("[data-line], [data-thing]"));
    if (!row || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const edge = edges.get(row.dataset.line ?? ""), dot = picture.dots.get(row.dataset.thing ?? "");
    picture.select(edge ? { edge } : dot ? { dot } : {});
  });
}

/** Picture or table. @param {HTMLElement} twin @param {HTMLElement} net @param {NodeListOf<HTMLElement>} buttons */
export function twinSwitch(twin, net, buttons) {
  const show = (/** @type {boolean} */ table) => {
    twin.classList.toggle("shown", table);
    net.inert = table;
    for (const button of buttons) button.setAttribute("aria-pressed", String((button.dataset.show === "table") === table));
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.show === "table"));
  return show;
}
