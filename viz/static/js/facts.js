// The claims behind a line or a thing, from the API, a page at a time.

/** @typedef {Record<string, any>} Fact */
/** @typedef {{items: Fact[], total: number, next: string | null}} Facts */

/** @param {string} key such as Bank:icbc @returns {[string, string]} */
export const parted = (key) => [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];

/** Where the claims about these things are. @param {string[]} keys */
export function addressOf(keys) {
  const query = new URLSearchParams({ limit: "100" });
  const only = keys.length === 1 ? parted(keys[0]) : null;
  if (only?.[0] === "Source") return `/api/sources/${encodeURIComponent(only[1])}/facts?${query}`;
  for (const key of keys) {
    const [label, id] = parted(key);
    if (label === "Year") query.append("year", id);
    else query.append("about", key);
  }
  return `/api/facts?${query}`;
}

/** @param {string} address @param {string | null} cursor @param {AbortSignal} signal @returns {Promise<Facts>} */
export async function fetchFacts(address, cursor, signal) {
  const url = cursor ? `${address}&cursor=${encodeURIComponent(cursor)}` : address;
  const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(await problem(answer));
  return answer.json();
}

/** The sentence of an error answer. @param {Response} answer */
async function problem(answer) {
  try {
    const { detail, title } = await answer.json();
    return detail || title || String(answer.status);
  } catch { return String(answer.status); }
}
