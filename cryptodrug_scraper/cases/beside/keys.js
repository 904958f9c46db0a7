"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !["n", "p"].includes(event.key)) return;
  const stops = [...document.querySelectorAll(".stop")].filter((stop) => stop.getClientRects().length);
  if (!stops.length) return;
  const at = stops.indexOf(document.activeElement);
  const next = event.key === "n" ? at + 1 : (at < 0 ? stops.length : at) - 1;
  const stop = stops[(next + stops.length) % stops.length];
  stop.focus();
  stop.scrollIntoView({ block: "center" });
});
