"use strict";
(() => {
  const read = (element) => JSON.parse(element.textContent);
  const formats = read(document.getElementById("formats"));
  const outlines = document.getElementById("outlines");
  const config = {
    font: "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif",
    axisY: {labelLimit: document.body.clientWidth < 480 ? 140 : 240},
    axis: {labelColor: "var(--text)", titleColor: "var(--text)", gridColor: "var(--line)", domainColor: "var(--soft)",
           tickColor: "var(--soft)", gridOpacity: 0.5, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 600},
    legend: {labelColor: "var(--text)", titleColor: "var(--text)", orient: "bottom", direction: "horizontal",
             labelFontSize: 12, titleFontSize: 12, symbolOpacity: 1, symbolBaseFillColor: "var(--text)", symbolBaseStrokeColor: "var(--text)", labelLimit: 280, columns: document.body.clientWidth < 480 ? 1 : 3},
    view: {stroke: null},
  };

  // the outlines of countries stand in the page once; every map names them
  const filled = (spec) => {
    if (Array.isArray(spec)) return spec.map(filled);
    if (spec === null || typeof spec !== "object") return spec;
    const copy = Object.fromEntries(Object.entries(spec).map(([name, part]) => [name, filled(part)]));
    if (outlines && copy.url === outlines.dataset.name) {
      delete copy.url;
      copy.values = read(outlines);
    }
    return copy;
  };

  const draw = async (place, spec) => {
    try {
      const whole = filled(spec), ratio = spec.usermeta?.ratio;
      if (ratio) whole.height = Math.round(Math.min(420, place.clientWidth * ratio));
      if (spec.usermeta?.europe) whole.projection.scale = whole.height * 1.2;
      await vegaEmbed(place, whole, {
        renderer: "svg", actions: false, logLevel: 1, ast: true, config,
        formatLocale: formats.number, timeFormatLocale: formats.time,
      });
      place.dataset.drawn = "yes";
    } catch (error) {
      place.dataset.drawn = "no";
      console.error(`${place.id}: ${error}`);
    }
  };

  const compared = (left, right) => {
    const first = left.dataset.key ?? left.textContent, second = right.dataset.key ?? right.textContent;
    const numbers = [Number(first), Number(second)];
    if (numbers.every((number) => !Number.isNaN(number))) return numbers[0] - numbers[1];
    return first.localeCompare(second, document.documentElement.lang, {numeric: true});
  };

  for (const button of document.querySelectorAll("thead button")) {
    button.addEventListener("click", () => {
      const heading = button.closest("th"), table = heading.closest("table"), body = table.tBodies[0];
      const isUp = heading.getAttribute("aria-sort") !== "ascending";
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      const rows = [...body.rows].sort((a, b) => compared(a.cells[heading.cellIndex], b.cells[heading.cellIndex]));
      body.append(...(isUp ? rows : rows.reverse()));
    });
  }

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.rows:not([open])")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  const places = [...document.querySelectorAll("script[data-for]")];
  Promise.all(places.map((place) => draw(document.getElementById(place.dataset.for), read(place))))
    .then(() => { document.documentElement.dataset.charts = "done"; });
})();
