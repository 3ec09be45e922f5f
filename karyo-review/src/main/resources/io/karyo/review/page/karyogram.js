// The karyogram: rows of places, chromosomes on a line of centromeres, one tab stop for all.

const GROUPS = {
  A: ["1", "2", "3"],
  B: ["4", "5"],
  C: ["6", "7", "8", "9", "10", "11", "12"],
  D: ["13", "14", "15"],
  E: ["16", "17", "18"],
  F: ["19", "20"],
  G: ["21", "22"],
};

/** Blocks of places a row: the group's letter and the designations. */
const ROWS = [
  [["A", GROUPS.A], ["B", GROUPS.B]],
  [["C", GROUPS.C]],
  [["D", GROUPS.D], ["E", GROUPS.E]],
  [["F", GROUPS.F], ["G", GROUPS.G], ["", ["X", "Y"]], ["", ["mar"]]],
];

/** On a narrow screen group C takes two rows, so that chromosomes stay large enough to touch. */
const NARROW_ROWS = [
  ROWS[0],
  [["C", GROUPS.C.slice(0, 4)]],
  [["", GROUPS.C.slice(4)]],
  ROWS[2],
  [["F", GROUPS.F], ["G", GROUPS.G]],
  [["", ["X", "Y"]], ["", ["mar"]]],
];

/** Places in px of the screen: what the style sheet gives them beside their chromosomes. */
const SPACE = { chromosome: 5, place: 10, places: 8, blocks: 22, row: 48, print: 42, below: 42 };
const NARROW = 460;

/** The longest chromosome is at least this long, even if the karyogram is then higher than the window. */
const LEAST_LENGTH = 70;
const PRINT_WIDTH = 690;
const PRINT_HEIGHT = 600;
const PRINT_HEIGHT_ALONE = 800;

const karyogramElement = byId("karyogram");
const tiles = new Map();
const places = new Map();
let laidOutNarrow = null;
let drawnCell = null;

function buildPlaces(narrow) {
  laidOutNarrow = narrow;
  places.clear();
  const list = make("div", { class: "rows", role: "listbox", "aria-label": "Karyogram" });
  for (const row of narrow ? NARROW_ROWS : ROWS) {
    list.append(make("div", { class: "row", role: "none" }, ...row.map(buildBlock)));
  }
  list.append(
    make("div", { class: "row debris-row", role: "none" }, buildPlace("debris", "debris")),
  );
  karyogramElement.replaceChildren(list);
}

function buildBlock([letter, designations]) {
  const block = make(
    "div",
    { class: "block", role: "none" },
    make("span", { class: "letter", "aria-hidden": "true", text: letter }),
    ...designations.map((designation) => buildPlace(designation, designation)),
  );
  setVariables(block, { share: designations.length });
  return block;
}

function buildPlace(designation, label) {
  const slots = make("div", { class: "slots", role: "none" });
  const element = make(
    "div",
    { class: "place", role: "group", "data-place": designation },
    slots,
    make("span", { class: "place-label", "aria-hidden": "true", text: label }),
  );
  places.set(designation, { element, slots });
  return element;
}

function tileOf(one) {
  if (!tiles.has(one.number)) {
    const tile = make(
      "div",
      { class: "chromosome", role: "option", "data-number": one.number },
      make("span", { class: "marks", "aria-hidden": "true" }),
      make("img", { alt: "", draggable: "false" }),
    );
    tiles.set(one.number, tile);
  }
  return tiles.get(one.number);
}

function drawTile(one, state, removed) {
  const tile = tileOf(one);
  const img = tile.querySelector("img");
  if (img.src !== one.image) {
    img.src = one.image;
  }
  setVariables(tile, { w: one.width, h: one.height, c: one.centromere ?? one.height / 2 });
  const moved = state.moved.some((move) => move.number === one.number);
  const marks = [];
  if (!removed) {
    marks.push(one.confirmed ? "confirmed" : one.pinned ? "pinned" : one.review ? "doubtful" : "");
    marks.push(moved ? "moved" : "", one.note ? "note" : "");
  }
  const shown = marks.filter(Boolean);
  const selected = one.number === store.selected;
  tile.className = ["chromosome", ...shown.map((mark) => `is-${mark}`)].join(" ");
  tile.classList.toggle("removed", removed);
  tile.classList.toggle("join-source", store.mode?.kind === "join" && store.mode.number === one.number);
  tile.setAttribute("aria-selected", String(selected));
  tile.tabIndex = selected ? 0 : -1;
  tile.setAttribute(
    "aria-label",
    removed ? `chromosome ${one.number}, in the debris` : describe(one, state),
  );
  const key = shown.join(" ");
  if (tile.dataset.marks !== key) {
    tile.dataset.marks = key;
    tile.firstElementChild.replaceChildren(...shown.map(icon));
  }
  return tile;
}

/** Puts tiles into a place and touches the document only where something changed. */
function fillPlace({ element, slots }, wanted, name) {
  if (slots.children.length !== wanted.length || wanted.some((tile, i) => slots.children[i] !== tile)) {
    slots.replaceChildren(...wanted);
  }
  element.classList.toggle("empty", wanted.length === 0);
  element.setAttribute("aria-label", `${name}, ${plural(wanted.length, "chromosome", "chromosomes")}`);
}

function drawKaryogram(state) {
  const same = drawnCell === state.index;
  if (!same) {
    tiles.clear();
    drawnCell = state.index;
  }
  const narrow = karyogramElement.clientWidth < NARROW && karyogramElement.clientWidth > 0;
  if (laidOutNarrow !== narrow) {
    buildPlaces(narrow);
  }
  const focused = document.activeElement?.closest?.(".chromosome")?.dataset.number;
  const before = positions();
  for (const [designation, place] of places) {
    const debris = designation === "debris";
    const those = debris
      ? state.removed
      : state.chromosomes.filter((one) => one.designation === designation);
    const name = debris ? "debris" : designation === "mar" ? "markers" : `place ${designation}`;
    fillPlace(place, those.map((one) => drawTile(one, state, debris)), name);
  }
  forgetTiles(state);
  fit(state);
  glide(before);
  if (focused !== undefined && document.activeElement === document.body) {
    focusChromosome(same && tiles.has(Number(focused)) ? Number(focused) : store.selected);
  }
  karyogramElement.dataset.version = state.version;
}

function forgetTiles(state) {
  const present = new Set([...state.chromosomes, ...state.removed].map((one) => one.number));
  for (const number of [...tiles.keys()]) {
    if (!present.has(number)) {
      tiles.get(number).remove();
      tiles.delete(number);
    }
  }
}

/** Finds the scale at which all rows fit, for the screen and for the printed page. */
function fit(state) {
  const widths = state.chromosomes.map((one) => one.width).sort((a, b) => a - b);
  const usual = 2 * (widths[Math.floor(widths.length / 2)] ?? 14);
  const rows = [...karyogramElement.querySelectorAll(".row:not(.debris-row)")].map((row) =>
    measureRow(row, state, usual),
  );
  const width = Math.max(200, karyogramElement.clientWidth - 8);
  const height = availableHeight() - debrisHeight(state);
  const byWidth = (total) =>
    Math.min(...rows.map((row) => (total - row.space) / Math.max(1, row.width)));
  const tall = rows.reduce((sum, row) => sum + row.height, 0);
  const byHeight = (height - rows.length * SPACE.row) / Math.max(1, tall);
  const longest = Math.max(1, ...state.chromosomes.map((one) => one.height));
  const screen = Math.min(byWidth(width), Math.max(byHeight, LEAST_LENGTH / longest), 4);
  const room = state.photograph ? PRINT_HEIGHT : PRINT_HEIGHT_ALONE;
  const printed = (room - rows.length * SPACE.print) / Math.max(1, tall);
  setVariables(karyogramElement, {
    "screen-s": Math.max(0.3, screen),
    "print-s": Math.max(0.3, Math.min(byWidth(PRINT_WIDTH), printed, 3)),
    usual,
  });
}

function measureRow(row, state, usual) {
  let above = 0;
  let below = 0;
  let width = 0;
  let space = 0;
  for (const place of row.querySelectorAll(".place")) {
    const those = state.chromosomes.filter((one) => one.designation === place.dataset.place);
    for (const one of those) {
      above = Math.max(above, one.centromere);
      below = Math.max(below, one.height - one.centromere);
    }
    const content = those.reduce((sum, one) => sum + one.width, 0);
    const least = place.dataset.place === "mar" ? usual / 2 : usual;
    width += Math.max(least, content);
    space += SPACE.place + SPACE.places + SPACE.chromosome * Math.max(1, those.length - 1);
  }
  space += SPACE.blocks * row.children.length;
  setVariables(row, { above, below });
  return { width, space, height: Math.max(20, above + below) };
}

function debrisHeight(state) {
  return state.removed.length > 0 ? 76 : 50;
}

/** On a wide screen the karyogram gets what the window has left; else it is as long as it likes. */
function availableHeight() {
  if (!matchMedia("(min-width: 1000px)").matches) {
    return 4000;
  }
  const scrolled = scrollY + karyogramElement.parentElement.scrollTop;
  const top = karyogramElement.getBoundingClientRect().top + scrolled;
  return Math.max(380, innerHeight - top - byId("legend").offsetHeight - SPACE.below);
}

function positions() {
  return new Map([...tiles].map(([number, tile]) => [number, tile.getBoundingClientRect()]));
}

/** Lets chromosomes glide from where they were, so that the eye can follow. */
function glide(before) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    return;
  }
  for (const [number, tile] of tiles) {
    const from = before.get(number);
    const to = tile.getBoundingClientRect();
    const x = (from?.left ?? to.left) - to.left;
    const y = (from?.top ?? to.top) - to.top;
    if (from?.width > 0 && Math.hypot(x, y) > 20) {
      tile.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], {
        duration: 220,
        easing: "ease-out",
      });
    }
  }
}

function focusChromosome(number) {
  const tile = tiles.get(number);
  if (tile?.offsetParent) {
    tile.focus({ preventScroll: true });
    tile.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

/** The chromosome that an arrow key leads to from another one. */
function neighbourInKaryogram(number, key) {
  const all = [...karyogramElement.querySelectorAll(".chromosome")];
  const here = all.findIndex((tile) => tile.dataset.number === String(number));
  if (here < 0) {
    return all[0];
  }
  switch (key) {
    case "ArrowLeft":
      return all[Math.max(0, here - 1)];
    case "ArrowRight":
      return all[Math.min(all.length - 1, here + 1)];
    case "Home":
      return all[0];
    case "End":
      return all.at(-1);
    default:
      return inNextRow(all[here], key === "ArrowDown" ? 1 : -1);
  }
}

function inNextRow(tile, step) {
  const rows = [...karyogramElement.querySelectorAll(".row")].filter((row) =>
    row.querySelector(".chromosome"),
  );
  const row = rows[rows.indexOf(tile.closest(".row")) + step];
  if (!row) {
    return tile;
  }
  const middle = (one) => {
    const box = one.getBoundingClientRect();
    return (box.left + box.right) / 2;
  };
  const away = (one) => Math.abs(middle(one) - middle(tile));
  return [...row.querySelectorAll(".chromosome")].reduce((best, one) =>
    away(one) < away(best) ? one : best,
  );
}

karyogramElement.addEventListener("click", (event) => {
  const tile = event.target.closest(".chromosome");
  if (tile && !dragJustEnded()) {
    chosen(Number(tile.dataset.number));
  }
});

karyogramElement.addEventListener("focusin", (event) => {
  const tile = event.target.closest(".chromosome");
  if (tile) {
    select(Number(tile.dataset.number));
  }
});

karyogramElement.addEventListener("pointerover", (event) =>
  hover(event.target.closest(".chromosome")?.dataset.number ?? null),
);
karyogramElement.addEventListener("pointerleave", () => hover(null));

/** Marks what the pointer is on in both drawings. */
function hover(number) {
  for (const element of document.querySelectorAll(".hovered")) {
    element.classList.remove("hovered");
  }
  if (number !== null) {
    for (const element of document.querySelectorAll(`[data-number="${number}"]`)) {
      element.classList.add("hovered");
    }
  }
}

new ResizeObserver(() => {
  const state = current();
  if (state && karyogramElement.clientWidth > 0) {
    drawKaryogram(state);
  }
}).observe(karyogramElement);

addEventListener("resize", () => current() && drawKaryogram(current()));

byId("legend").append(
  ...[
    ["doubtful", "doubtful"],
    ["confirmed", "confirmed"],
    ["pinned", "placed by hand"],
    ["moved", "moved by itself"],
    ["note", "has a note"],
  ].map(([kind, text]) => make("li", {}, icon(kind), make("span", { text }))),
);

onDraw(drawKaryogram);
