// The picture: pyvis's nodes and edges in vis-network, which keeps the plane, zoom and pointer.
import { colours, watchColours } from "./colours.js";
import { drawLines, highlight, nearest } from "./lines.js";
import { drawName, levelOf, sideOf } from "./names.js";
import { drawShape, nodeZoom } from "./shapes.js";

/**
 * @typedef {{id: string, label: string, kind: string, x: number, y: number, size: number, bold: boolean, rows: string[], sides: string,
 *   name: string, other: string, about: string, href: string | null}} Dot
 * @typedef {{id: string, from: string, to: string, type: string, state: string, width: number, bend: number, quiet: boolean,
 *   facts: number, sources: number, first: number | null, last: number | null}} Edge
 * @typedef {{size: [number, number], zooms: number[], focus: string | null, nodes: Dot[], edges: Edge[]}} Data
 * @typedef {{dot?: Dot, edge?: Edge}} Selection
 */

const MOST_STRETCH = 1.8;

export class Picture extends EventTarget {
  /** @param {HTMLElement} canvas @param {Data} data */
  constructor(canvas, data) {
    super();
    this.canvas = canvas;
    this.data = data;
    this.dots = new Map(data.nodes.map((dot) => [dot.id, dot]));
    this.at = new Map(data.nodes.map(({ id, x, y }) => [id, { x, y }]));
    /** What the filters leave. */
    this.shown = { dots: this.dots, edges: new Map(data.edges.map((edge) => [edge.id, edge])) };
    /** @type {Selection} */ this.selection = {};
    /** @type {Selection} */ this.pointed = {};
    /** How far the plane is drawn out across and down. */
    this.stretched = [1, 1];
    this.network = new vis.Network(canvas, { nodes: data.nodes, edges: data.edges }, this.#options());
    this.network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ c) => this.#under(c));
    this.network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ c) => this.#over(c));
    this.network.on("click", (/** @type {any} */ event) => this.#click(event));
    this.network.on("dragging", (/** @type {any} */ event) => event.nodes.forEach((/** @type {string} */ id) => {
      this.at.set(id, this.network.getPosition(id));
      this.#box(id);
    }));
    this.network.on("hoverNode", (/** @type {any} */ { node }) => this.point({ dot: this.dots.get(node) }));
    this.network.on("blurNode", () => this.point({}));
    watchColours(() => this.network.redraw());
    new ResizeObserver(() => this.fit()).observe(canvas);
    document.fonts.load('600 11px "Inter"').then(() => this.network.redraw());
  }

  #options() {
    const render = (/** @type {any} */ { ctx, id, x, y }) => {
      const dot = /** @type {Dot} */ (this.dots.get(id)), unit = this.unit;
      const half = Math.max(dot.size * nodeZoom(1 / unit), 8) * unit;
      return {
        drawNode: () => drawShape(ctx, dot, { x, y }, unit, colours, this.isLit(id)),
        drawExternalLabel: () => this.#name(ctx, dot, this.isLit(id)),
        nodeDimensions: { width: half * (dot.kind === "year" ? 4.2 : 2), height: half * 2 },
      };
    };
    return {
      physics: false,
      layout: { improvedLayout: false },
      nodes: { shape: "custom", ctxRenderer: render, chosen: false },
      edges: { smooth: false, chosen: false },
      interaction: { hover: true, dragNodes: true, zoomSpeed: 0.6, selectConnectedEdges: false, multiselect: false, tooltipDelay: 1e6 },
    };
  }

  /** One screen pixel in the plane's measure. */
  get unit() { return 1 / this.network.getScale(); }

  /** Whether the highlighter is on a node. @param {string} id */
  isLit(id) {
    const { dot, edge } = this.selection;
    return dot?.id === id || edge?.from === id || edge?.to === id;
  }

  /** The lines of a node that are shown. @param {string} id */
  linesOf(id) { return [...this.shown.edges.values()].filter((edge) => edge.from === id || edge.to === id); }

  /** @param {CanvasRenderingContext2D} c */
  #under(c) {
    const { dot, edge } = this.selection, unit = this.unit;
    if (edge && this.shown.edges.has(edge.id)) highlight(c, [edge], this.at, 13 * unit, colours.marker);
    if (dot) highlight(c, this.linesOf(dot.id), this.at, 5 * unit, colours.marker);
    drawLines(c, this.shown.edges.values(), this.at, unit, colours);
    if (dot) drawLines(c, this.linesOf(dot.id), this.at, unit, colours, true);
  }

  /** What is pointed at stays; all else fades to a fifth. @param {CanvasRenderingContext2D} c */
  #over(c) {
    const edges = this.pointed.dot ? this.linesOf(this.pointed.dot.id) : this.pointed.edge ? [this.pointed.edge] : [];
    const ids = new Set([this.pointed.dot?.id, ...edges.flatMap((edge) => [edge.from, edge.to])]);
    if (this.pointed.dot || this.pointed.edge) {
      c.save(); c.setTransform(1, 0, 0, 1, 0, 0);
      c.globalAlpha = 0.8; c.fillStyle = colours.bg; c.fillRect(0, 0, c.canvas.width, c.canvas.height);
      c.restore();
      drawLines(c, edges, this.at, this.unit, colours, true);
      const dots = [...ids].flatMap((id) => this.shown.dots.get(id ?? "") ?? []);
      for (const dot of dots) drawShape(c, dot, /** @type {any} */ (this.at.get(dot.id)), this.unit, colours, this.isLit(dot.id));
      for (const dot of dots) this.#name(c, dot, this.isLit(dot.id), true);
    }
  }

  /** @param {CanvasRenderingContext2D} c @param {Dot} dot @param {boolean} lit @param {boolean} [force] */
  #name(c, dot, lit, force = false) {
    const side = dot.kind === "year" ? "s" : sideOf(dot, levelOf(this.data.zooms, 1 / this.unit), force || lit);
    if (side) drawName(c, dot, /** @type {any} */ (this.at.get(dot.id)), side, this.unit, colours, lit);
  }

  /** @param {any} event */
  #click(event) {
    const dot = this.dots.get(event.nodes[0]);
    const edge = dot ? undefined : (this.edgeAt(event.pointer.canvas) ?? undefined);
    this.select(dot ? { dot } : edge ? { edge } : {});
  }

  /** @param {{x: number, y: number}} point in the plane */
  edgeAt(point) { return nearest(this.shown.edges.values(), this.at, point, 7 * this.unit); }

  /** @param {Selection} selection */
  select(selection) {
    this.selection = selection;
    this.network.redraw();
    this.dispatchEvent(new Event("select"));
  }

  /** @param {Selection} pointed */
  point(pointed) {
    if (pointed.dot === this.pointed.dot && pointed.edge === this.pointed.edge) return;
    this.pointed = pointed;
    this.network.redraw();
    this.dispatchEvent(new Event("point"));
  }

  /** Show what passes the filters. @param {(dot: Dot) => boolean} keepDot @param {(edge: Edge) => boolean} keepEdge */
  filter(keepDot, keepEdge) {
    const edges = this.data.edges.filter((edge) =>
      keepEdge(edge) && [edge.from, edge.to].every((id) => keepDot(/** @type {Dot} */ (this.dots.get(id)))));
    const linked = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
    const before = new Set(this.data.edges.flatMap((edge) => [edge.from, edge.to]));
    const dots = this.data.nodes.filter((dot) => keepDot(dot) && (linked.has(dot.id) || !before.has(dot.id)));
    this.shown = { dots: new Map(dots.map((dot) => [dot.id, dot])), edges: new Map(edges.map((edge) => [edge.id, edge])) };
    this.network.body.data.nodes.update(this.data.nodes.map(({ id }) => ({ id, hidden: !this.shown.dots.has(id) })));
    this.network.redraw();
    this.dispatchEvent(new Event("filter"));
  }

  /** All of the picture, as large as it goes; drawn out along the longer side, where that leaves room. */
  fit() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (!width || !height) return;
    const [w, h] = this.data.size, across = (width - 12) / w, down = (height - 12) / h;
    const scale = Math.min(across, down, 1.6);
    const [x, y] = [across, down].map((room) => Math.min(room / scale, MOST_STRETCH));
    this.#stretch(x, y);
    this.network.moveTo({ position: { x: (w * x) / 2, y: (h * y) / 2 }, scale, animation: false });
  }

  /** Names that did not overlap do not when their nodes move apart. @param {number} x @param {number} y */
  #stretch(x, y) {
    if (this.stretched[0] === x && this.stretched[1] === y) return;
    this.stretched = [x, y];
    for (const dot of this.data.nodes) this.at.set(dot.id, { x: dot.x * x, y: dot.y * y });
    this.network.body.data.nodes.update(this.data.nodes.map(({ id }) => ({ id, ...this.at.get(id) })));
    for (const id of this.at.keys()) this.#box(id);
  }

  /** vis-network leaves out nodes whose box is outside the canvas, and does not keep the boxes of custom shapes. @param {string} id */
  #box(id) {
    const { x, y } = /** @type {{x: number, y: number}} */ (this.at.get(id)), reach = 120;
    Object.assign(this.network.body.nodes[id].shape.boundingBox, { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });
  }

  /** @param {number} factor */
  zoom(factor) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const scale = Math.min(Math.max(this.network.getScale() * factor, 0.2), 6);
    this.network.moveTo({ scale, animation: still ? false : { duration: 160, easingFunction: "easeOutQuad" } });
  }

  /** Move what is selected into the part of the canvas that a sheet at the bottom leaves. @param {number} sheet its height */
  clear(sheet) {
    const { dot, edge } = this.selection;
    const ends = [dot?.id, edge?.from, edge?.to].flatMap((id) => this.at.get(id ?? "") ?? []);
    if (!ends.length) return;
    const mean = (/** @type {"x" | "y"} */ axis) => ends.reduce((sum, end) => sum + end[axis], 0) / ends.length;
    this.network.moveTo({ position: { x: mean("x"), y: mean("y") }, offset: { x: 0, y: -sheet / 2 } });
  }

  /** Bring a node into sight if it is outside. @param {string} id */
  reveal(id) {
    const { x, y } = this.network.canvasToDOM(this.at.get(id)), { width, height } = this.canvas.getBoundingClientRect();
    if (x < 0 || y < 0 || x > width || y > height) this.network.moveTo({ position: this.at.get(id) });
  }
}
