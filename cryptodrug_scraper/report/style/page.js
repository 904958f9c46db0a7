"use strict";
(() => {
  const read = (element) => JSON.parse(element.textContent);
  const formats = read(document.getElementById("formats"));
  const outlines = document.getElementById("outlines");
  const config = {
    font: "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif",
    axisY: {labelLimit: document.body.clientWidth < 480 ? 140 : 240},
    axis: {labelColor: "var(--text)", titleColor: "var(--text)", gridColor: "var(--line)", domainColor: "var(--soft)",
           tickColor: "var(--soft)", gridOpacity: 0.5, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 600, labelSeparation: 8},
    legend: {labelColor: "var(--text)", titleColor: "var(--text)", orient: "bottom", direction: "horizontal",
             labelFontSize: 12, titleFontSize: 12, symbolOpacity: 1, symbolBaseFillColor: "var(--text)", symbolBaseStrokeColor: "var(--text)", labelLimit: 280, columns: document.body.clientWidth < 480 ? 1 : 3},
    view: {stroke: null}, text: {fontSize: document.body.clientWidth < 480 ? 10 : 12},
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
      document.querySelector(`button[data-of="${place.id}"]`).hidden = false;
    } catch (error) {
      place.dataset.drawn = "no";
      console.error(`${place.id}: ${error}`);
    }
  };

  // a picture that stands alone: the colours of paper, its caption above and where it comes from below
  const paper = [...document.styleSheets[0].cssRules].find((rule) => rule.selectorText === ":root").style;
  const plain = (text) => text.replace("currentColor", "var(--text)")
    .replace(/var\((--[\w-]+)\)/g, (_, name) => paper.getPropertyValue(name).trim());
  const wrapped = (text, width) => { const most = Math.floor(width); return text.split(/\s+/).reduce((lines, word) => {
    const last = lines.at(-1);
    if (last && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...word.match(new RegExp(`.{1,${most}}`, "g")) ?? []);
    return lines;
  }, []); };

  const alone = (place) => {
    const drawn = place.querySelector("svg"), copy = drawn.cloneNode(true);
    for (const element of [copy, ...copy.querySelectorAll("*")]) {
      for (const attribute of [...element.attributes]) {
        element.setAttribute(attribute.name, plain(attribute.value));
      }
      element.removeAttribute("class");
      if (element.tagName === "text") element.setAttribute("fill", plain("var(--text)"));
    }
    const made = (name, values, parent, text) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
      if (text !== undefined) element.textContent = text;
      parent?.append(element);
      return element;
    };
    const box = drawn.viewBox.baseVal, width = Math.max(box.width, 320), margin = 10;
    const mark = document.querySelector(".mark"), stamp = document.querySelector(".stamp:not(.identified)") ? mark.textContent : "";
    const caption = document.getElementById(`${place.id}-caption`).textContent;
    const reading = document.getElementById(`${place.id}-reading`)?.textContent ?? "", cite = document.querySelector("#citation .cite").textContent;
    const heads = wrapped(caption, width / 7), feet = [reading, cite].filter(Boolean).flatMap((text) => wrapped(text, width / 5));
    const stamps = stamp ? wrapped(stamp, width / 7.5) : [];
    const top = margin + 18 * (heads.length + stamps.length), bottom = 12 * feet.length + 2 * margin;
    const whole = {width: width + 2 * margin, height: Math.ceil(top + box.height + bottom + margin)};
    const svg = made("svg", {...whole, viewBox: `0 0 ${whole.width} ${whole.height}`, lang: document.documentElement.lang,
                             "font-family": config.font}, null);
    made("title", {}, svg, caption);
    made("desc", {}, svg, place.closest("[role=img]").getAttribute("aria-label"));
    made("rect", {...whole, fill: plain("var(--page)")}, svg);
    let line = margin + 10;
    for (const text of heads) made("text", {x: margin, y: (line += 18) - 18, "font-size": 14, "font-weight": 600, fill: plain("var(--text)")}, svg, text);
    for (const text of stamps) made("text", {x: margin, y: (line += 18) - 18, "font-size": 13, "font-weight": 600, fill: plain("var(--stamp)")}, svg, text);
    const inner = made("svg", {x: margin, y: top + margin, width: box.width, height: box.height,
                               viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`}, svg);
    inner.append(...copy.childNodes);
    line = top + box.height + 2 * margin + 8;
    for (const text of feet) made("text", {x: margin, y: (line += 12) - 12, "font-size": 9, fill: plain("var(--soft)")}, svg, text);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
  };

  for (const button of document.querySelectorAll("button.save")) {
    button.addEventListener("click", () => {
      const written = alone(document.getElementById(button.dataset.of));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([written], {type: "image/svg+xml"}));
      link.download = button.dataset.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
  }

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
