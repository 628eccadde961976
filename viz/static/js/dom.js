// Elements by hand: text stays text, whatever it holds.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag @param {Record<string, any>} [properties] attributes; `text` and `onclick` as properties
 * @param {...(Node | string | null | undefined | false)} children
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value == null || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "onclick") node.addEventListener("click", value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) node.append(child);
  return node;
}

/** @param {string} tag @param {Record<string, any>} attributes @param {...Node} children */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** The silhouette of a type. @param {string} mark */
export const glyph = (mark) =>
  svg("svg", { class: `g g-${mark}`, "aria-hidden": "true" }, svg("use", { href: `#g-${mark}` }));

/** A name that keeps its own direction of writing. @param {string} text @param {string} [cls] */
export const bdi = (text, cls) => el("bdi", { class: cls, text });

/** An address that may be linked: http or https only. @param {unknown} url */
export function webAddress(url) {
  try {
    const { protocol, href } = new URL(String(url));
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch { return null; }
}
