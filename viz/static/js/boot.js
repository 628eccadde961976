"use strict";
// Runs before the first paint: the reader's choice of light or dark, and that scripts run at all.
(() => {
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch { /* storage is closed: the system's setting holds */ }
})();
