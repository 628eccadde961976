// Lines drawn by how well they are sourced: hairline, ink by number, double and crimson, dotted.

/** @typedef {import("./picture.js").Edge} Edge */
/** @typedef {{x: number, y: number}} Point */

/** Where a bent line is drawn towards. @param {Point} a @param {Point} b @param {number} bend @returns {Point} */
const knee = (a, b, bend) => ({ x: (a.x + b.x) / 2 - (b.y - a.y) * bend * 2, y: (a.y + b.y) / 2 + (b.x - a.x) * bend * 2 });

/** @param {Point} a @param {Point} b @param {number} bend @returns {Point} */
const middle = (a, b, bend) => ({ x: (a.x + b.x) / 2 - (b.y - a.y) * bend, y: (a.y + b.y) / 2 + (b.x - a.x) * bend });

/** @param {CanvasRenderingContext2D} c @param {Edge} edge @param {Map<string, Point>} at */
function trace(c, edge, at) {
  const a = /** @type {Point} */ (at.get(edge.from)), b = /** @type {Point} */ (at.get(edge.to));
  c.moveTo(a.x, a.y);
  if (!edge.bend) return c.lineTo(b.x, b.y);
  const k = knee(a, b, edge.bend);
  return c.quadraticCurveTo(k.x, k.y, b.x, b.y);
}

/** How a line looks, as a key: all lines of one look are drawn in one pass. @param {Edge} edge @param {boolean} lit */
const look = (edge, lit) => (edge.quiet && !lit ? `quiet ${edge.sources > 1 ? 1.2 : 0.7}` : `${edge.state} ${edge.width}`);

/** @param {number} unit */
const growth = (unit) => Math.min(Math.max(1 / unit, 0.75), 1.4) * unit;

/**
 * @param {CanvasRenderingContext2D} c @param {Iterable<Edge>} edges @param {Map<string, Point>} at
 * @param {number} unit a screen pixel in the plane's measure @param {Record<string, string>} colours @param {boolean} [lit]
 */
export function drawLines(c, edges, at, unit, colours, lit = false) {
  /** @type {Map<string, Edge[]>} */
  const looks = new Map();
  for (const edge of edges) {
    const key = look(edge, lit);
    if (!looks.has(key)) looks.set(key, []);
    looks.get(key)?.push(edge);
  }
  const order = ["quiet", "record", "single", "corroborated", "contested"];
  const sorted = [...looks].sort(([a], [b]) => order.indexOf(a.split(" ")[0]) - order.indexOf(b.split(" ")[0]));
  c.save();
  for (const [key, group] of sorted) {
    const [state, width] = key.split(" ");
    stroke(c, group, at, state === "contested" ? 4.4 * unit : Number(width) * growth(unit),
      { quiet: colours["edge-dim"], record: colours["ink-3"], single: colours.edge, contested: colours.contested }[state] ?? colours["ink-2"],
      state === "record" ? [2 * unit, 3 * unit] : []);
    if (state === "contested") {
      stroke(c, group, at, 1.6 * unit, colours.bg, []);
      for (const edge of group) unequal(c, edge, at, unit, colours);
    }
  }
  c.restore();
}

/** @param {CanvasRenderingContext2D} c @param {Edge[]} edges @param {Map<string, Point>} at @param {number} width @param {string} colour @param {number[]} dash */
function stroke(c, edges, at, width, colour, dash) {
  c.beginPath();
  for (const edge of edges) trace(c, edge, at);
  c.setLineDash(dash); c.lineWidth = width; c.strokeStyle = colour; c.stroke();
}

/** The sign at the middle of a contested line. @param {CanvasRenderingContext2D} c @param {Edge} edge @param {Map<string, Point>} at @param {number} unit @param {Record<string, string>} colours */
function unequal(c, edge, at, unit, colours) {
  const { x, y } = middle(/** @type {Point} */ (at.get(edge.from)), /** @type {Point} */ (at.get(edge.to)), edge.bend);
  c.beginPath(); c.arc(x, y, 7.5 * unit, 0, 7);
  c.fillStyle = colours.surface; c.fill();
  c.setLineDash([]); c.lineWidth = 1.4 * unit; c.strokeStyle = colours.contested; c.stroke();
  c.font = `700 ${11 * unit}px Inter, sans-serif`; c.textAlign = "center"; c.textBaseline = "middle";
  c.fillStyle = colours.contested; c.fillText("≠", x, y + 0.5 * unit);
}

/** The highlighter under lines. @param {CanvasRenderingContext2D} c @param {Edge[]} edges @param {Map<string, Point>} at @param {number} width @param {string} colour */
export function highlight(c, edges, at, width, colour) {
  c.save(); c.lineCap = "round"; stroke(c, edges, at, width, colour, []); c.restore();
}

/** The line nearest to a point, within `reach`. @param {Iterable<Edge>} edges @param {Map<string, Point>} at @param {Point} p @param {number} reach @returns {Edge | null} */
export function nearest(edges, at, p, reach) {
  let best = null, least = reach;
  for (const edge of edges) {
    const a = /** @type {Point} */ (at.get(edge.from)), b = /** @type {Point} */ (at.get(edge.to)), m = middle(a, b, edge.bend);
    const far = edge.bend ? Math.min(distance(p, a, m), distance(p, m, b)) : distance(p, a, b);
    if (far < least) { best = edge; least = far; }
  }
  return best;
}

/** From a point to a stretch of line. @param {Point} p @param {Point} a @param {Point} b */
function distance(p, a, b) {
  const dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy || 1;
  const part = Math.min(Math.max(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0), 1);
  return Math.hypot(p.x - a.x - part * dx, p.y - a.y - part * dy);
}
