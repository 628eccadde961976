// One silhouette a type, in canvas; the legend's SVG symbols are the same ones.

/** @typedef {import("./picture.js").Dot} Dot */

/** @type {Record<string, (c: CanvasRenderingContext2D, x: number, y: number, r: number) => void>} */
const PATHS = {
  bank: (c, x, y, r) => c.arc(x, y, r * 0.92, 0, 7),
  model: (c, x, y, r) => polygon(c, [[x, y - r * 1.12], [x + r * 1.12, y], [x, y + r * 1.12], [x - r * 1.12, y]]),
  initiative: (c, x, y, r) => c.roundRect(x - r * 0.84, y - r * 0.84, r * 1.68, r * 1.68, r * 0.36),
  area: (c, x, y, r) => polygon(c, [0, 1, 2, 3, 4, 5].map((i) => [x + r * 1.05 * Math.cos((i * Math.PI) / 3), y + r * 1.05 * Math.sin((i * Math.PI) / 3)])),
  vendor: (c, x, y, r) => polygon(c, [[x, y - r], [x + r * 1.08, y + r * 0.86], [x - r * 1.08, y + r * 0.86]]),
  metric: (c, x, y, r) => {
    const w = r * 0.5;
    c.rect(x - r * 0.95, y + r * 0.1, w, r * 0.85);
    c.rect(x - w / 2, y - r * 0.4, w, r * 1.35);
    c.rect(x + r * 0.95 - w, y - r * 0.95, w, r * 1.9);
  },
  source: (c, x, y, r) => polygon(c, [[x - r * 0.8, y - r], [x + r * 0.3, y - r], [x + r * 0.8, y - r * 0.5], [x + r * 0.8, y + r], [x - r * 0.8, y + r]]),
  year: (c, x, y, r) => c.roundRect(x - r * 2.1, y - r, r * 4.2, r * 2, r),
  group: (c, x, y, r) => ring(c, x, y, r * 0.92, r * 0.5),
  fact: (c, x, y, r) => ring(c, x, y, r * 0.9, r * 0.6),
};

/** @param {CanvasRenderingContext2D} c @param {number[][]} points */
function polygon(c, points) {
  points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
  c.closePath();
}

/** @param {CanvasRenderingContext2D} c @param {number} x @param {number} y @param {number} outer @param {number} inner */
function ring(c, x, y, outer, inner) {
  c.arc(x, y, outer, 0, 7);
  c.moveTo(x + inner, y);
  c.arc(x, y, inner, 0, 7, true);
}

/** How much nodes grow with the plane; the same limits as viz.placing.node_zoom. @param {number} scale */
export const nodeZoom = (scale) => Math.min(Math.max(scale, 0.7), 1.5);

/**
 * @param {CanvasRenderingContext2D} c @param {Dot} dot @param {{x: number, y: number}} at
 * @param {number} unit a screen pixel in the plane's measure @param {Record<string, string>} colours @param {boolean} lit
 */
export function drawShape(c, dot, at, unit, colours, lit) {
  const r = dot.size * nodeZoom(1 / unit) * unit;
  const path = PATHS[dot.kind] ?? PATHS.fact;
  c.save();
  if (lit) {
    const halo = dot.kind === "metric" || dot.kind === "group" || dot.kind === "fact" ? PATHS.bank : path;
    c.beginPath(); halo(c, at.x, at.y, r + 6 * unit); c.fillStyle = colours.marker; c.fill();
  }
  c.beginPath(); path(c, at.x, at.y, r);
  c.strokeStyle = colours.bg; c.lineWidth = 1.5 * unit;
  if (dot.kind !== "metric") c.stroke();
  c.fillStyle = colours[dot.kind] ?? colours.fact; c.fill("evenodd");
  c.restore();
}
