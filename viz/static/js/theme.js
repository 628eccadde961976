// Light and dark, and the key that goes to the search box: on every page.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Call `then` whenever the colours on the page have changed. @param {() => void} then */
export function onTheme(then) {
  dark.addEventListener("change", then);
  new MutationObserver(then).observe(root, { attributeFilter: ["data-theme"] });
}

function turn() {
  const now = root.dataset.theme ?? (dark.matches ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* lasts for this page only */ }
}

document.getElementById("theme")?.addEventListener("click", turn);
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.getElementById("q")?.focus();
  }
});
