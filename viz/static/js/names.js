// Names beside nodes: where and from which zoom on, the server has decided (viz/placing.py).
import { nodeZoom } from "./shapes.js";

/** @typedef {import("./picture.js").Dot} Dot */

const FACE = 'Inter, "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
const SIZE = 11, LEADING = 13, GAP = 3;

/** The zoom's place in the picture's list of zooms. @param {number[]} zooms @param {number} scale */
export function levelOf(zooms, scale) {
  let level = 0;
  zooms.forEach((zoom, i) => { if (zoom <= scale * 1.005) level = i; });
  return level;
}

/** The side of a name at a level; asked for by force, the side it has anywhere. @param {Dot} dot @param {number} level @param {boolean} force */
export function sideOf(dot, level, force) {
  const side = dot.sides[level];
  if (side !== "." || !force) return side === "." ? "" : side;
  return [...dot.sides].find((other) => other !== ".") ?? "s";
}

/**
 * @param {CanvasRenderingContext2D} c @param {Dot} dot @param {{x: number, y: number}} at @param {string} side
 * @param {number} unit a screen pixel in the plane's measure @param {Record<string, string>} colours @param {boolean} lit
 */
export function drawName(c, dot, at, side, unit, colours, lit) {
  if (dot.kind === "year") return inside(c, dot, at, unit, colours);
  const gap = dot.size * nodeZoom(1 / unit) * unit + GAP * unit, step = LEADING * unit, rows = dot.rows;
  c.save();
  c.font = `${dot.bold || lit ? 600 : 400} ${SIZE * unit}px ${FACE}`;
  c.textBaseline = "middle"; c.lineJoin = "round";
  c.textAlign = side === "e" ? "left" : side === "w" ? "right" : "center";
  const x = at.x + (side === "e" ? gap : side === "w" ? -gap : 0);
  const middle = side === "s" ? at.y + gap + (step * rows.length) / 2 : side === "n" ? at.y - gap - (step * rows.length) / 2 : at.y;
  const top = middle - (step * (rows.length - 1)) / 2;
  c.strokeStyle = colours.bg; c.lineWidth = 3.5 * unit;
  rows.forEach((row, i) => c.strokeText(row, x, top + i * step));
  c.fillStyle = dot.kind === "initiative" && !lit ? colours["ink-2"] : colours.ink;
  rows.forEach((row, i) => c.fillText(row, x, top + i * step));
  return c.restore();
}

/** @param {CanvasRenderingContext2D} c @param {Dot} dot @param {{x: number, y: number}} at @param {number} unit @param {Record<string, string>} colours */
function inside(c, dot, at, unit, colours) {
  c.save();
  c.font = `600 ${SIZE * unit * nodeZoom(1 / unit)}px ${FACE}`;
  c.textAlign = "center"; c.textBaseline = "middle"; c.fillStyle = colours.surface;
  c.fillText(dot.name, at.x, at.y + 0.5 * unit);
  c.restore();
}
