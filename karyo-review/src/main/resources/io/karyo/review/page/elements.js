// Elements and texts. Foreign text reaches the page only as text nodes and attribute values.

const SVG = "http://www.w3.org/2000/svg";

const byId = (id) => document.getElementById(id);

/** Makes an HTML element; "text" and "on…" properties are taken apart, all others are attributes. */
function make(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

function makeSvg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") {
      element.textContent = value;
    } else if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Icons differ by shape, so that no mark depends on its colour alone. */
const ICONS = {
  doubtful: "M5.2 6.1a2.8 2.8 0 1 1 4.2 2.5c-.9.5-1.4 1-1.4 2M8 12.6v.2",
  confirmed: "M3.5 8.5l3 3 6-7",
  pinned: "M8 13.5V9M4.5 9h7L10 6V2.5H6V6z",
  moved: "M3 11c0-4 3-6 8-6M8.5 2.5L11.5 5 8.5 7.8",
  note: "M3.5 4h9M3.5 8h9M3.5 12h5",
};

function icon(kind) {
  return makeSvg(
    "svg",
    { viewBox: "0 0 16 16", class: `icon ${kind}`, "aria-hidden": "true" },
    makeSvg("path", { d: ICONS[kind] }),
  );
}

/** Writes a probability so that only 1 is 100 % and only 0 is 0 %. */
function percent(probability) {
  if (probability > 0.999 && probability < 1) {
    return "> 99.9 %";
  }
  if (probability < 0.001 && probability > 0) {
    return "< 0.1 %";
  }
  const fine = probability > 0.99 || probability < 0.01;
  return `${(100 * probability).toFixed(fine && probability % 1 !== 0 ? 1 : 0)} %`;
}

function plural(count, one, many) {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

/** Sets a list of CSS variables through the object model, which the content policy permits. */
function setVariables(element, variables) {
  for (const [name, value] of Object.entries(variables)) {
    element.style.setProperty(`--${name}`, String(value));
  }
}
