// The photograph with the outlines of its chromosomes: linked with the karyogram, zoomed, panned.

const photographElement = byId("photograph");

/** The drawing: null without a photograph, else its elements and the part that is shown. */
let photo = null;
let photoFactor = 1;

function buildPhotograph(state) {
  const { width, height, image } = state.photograph;
  const svg = makeSvg("svg", { class: "photo", preserveAspectRatio: "xMidYMid meet" });
  const others = makeSvg("g", { "aria-hidden": "true" });
  const outlines = makeSvg("g", { role: "listbox", "aria-label": "Chromosomes on the photograph" });
  const texts = makeSvg("g", { class: "photo-labels", "aria-hidden": "true" });
  const tools = makeSvg("g", { class: "cut-line", "aria-hidden": "true" });
  svg.append(
    makeSvg("image", { href: image, width, height }),
    others,
    outlines,
    texts,
    tools,
  );
  const pad = make("div", { id: "photo-pad", class: "photo-pad" }, svg);
  photographElement.replaceChildren(pad);
  photo = { cell: state.index, svg, pad, others, outlines, texts, tools, width, height, paths: new Map() };
  photoFactor = 1;
}

function drawPhotograph(state) {
  const panel = photographElement.closest(".panel");
  panel.hidden = !state.photograph;
  document.body.classList.toggle("with-photograph", Boolean(state.photograph));
  document.querySelector('[data-view="photograph"]').hidden = !state.photograph;
  if (!state.photograph) {
    photo = null;
    photographElement.replaceChildren();
    return;
  }
  if (photo?.cell !== state.index) {
    buildPhotograph(state);
  }
  photo.others.replaceChildren(...(state.photograph.others ?? []).map(drawOther));
  photo.texts.replaceChildren();
  drawOutlines(state);
  byId("photograph-notes").replaceChildren(
    ...(state.photograph.notes ?? []).map((text) => make("li", { text })),
  );
  showPart();
  drawCut();
}

function drawOther(other) {
  const path = makeSvg("path", { d: other.path, class: "other" });
  path.append(makeSvg("title", { text: other.kind.toLowerCase() }));
  return path;
}

function drawOutlines(state) {
  const present = new Set();
  const focused = photo.outlines.contains(document.activeElement);
  for (const one of state.chromosomes.filter((candidate) => candidate.outline)) {
    present.add(one.number);
    if (!photo.paths.has(one.number)) {
      const path = makeSvg("path", { role: "option", "data-number": one.number });
      photo.paths.set(one.number, path);
      photo.outlines.append(path);
    }
    drawOutline(photo.paths.get(one.number), one, state);
    if (one.overlap) {
      photo.texts.append(makeSvg("path", { d: one.overlap, class: "overlap" }));
    }
    drawLabel(one);
  }
  for (const [number, path] of photo.paths) {
    if (!present.has(number)) {
      path.remove();
      photo.paths.delete(number);
    }
  }
  if (focused && document.activeElement === document.body) {
    photo.paths.get(store.selected)?.focus();
  }
}

function drawOutline(path, one, state) {
  const selected = one.number === store.selected;
  path.setAttribute("d", one.outline);
  path.setAttribute("class", "outline");
  path.classList.toggle("is-doubtful", one.review && !one.pinned);
  path.classList.toggle("is-moved", state.moved.some((move) => move.number === one.number));
  path.classList.toggle("is-settled", one.pinned || one.confirmed);
  path.classList.toggle("selected", selected);
  path.setAttribute("aria-selected", String(selected));
  path.setAttribute("aria-label", describe(one, state));
  path.setAttribute("tabindex", selected ? "0" : "-1");
}

function drawLabel(one) {
  if (!one.middle) {
    return;
  }
  const [x, y] = one.middle;
  photo.texts.append(
    makeSvg("text", {
      x,
      y,
      class: one.review && !one.pinned ? "is-doubtful" : "",
      text: one.review && !one.pinned ? `${one.designation}?` : one.designation,
    }),
  );
}

/** Shows the whole photograph, or a part of it around the selected chromosome. */
function showPart() {
  const width = photo.width / photoFactor;
  const height = photo.height / photoFactor;
  const middle = chromosome(store.mode?.number ?? store.selected)?.middle;
  const [x, y] = middle ?? photo.around ?? [photo.width / 2, photo.height / 2];
  photo.around = [x, y];
  const left = Math.min(Math.max(0, x - width / 2), photo.width - width);
  const top = Math.min(Math.max(0, y - height / 2), photo.height - height);
  photo.svg.setAttribute("viewBox", `${left} ${top} ${width} ${height}`);
  const shown = photo.svg.clientWidth || 400;
  const unit = Math.max(width / shown, height / (photo.svg.clientHeight || 400));
  setVariables(photo.svg, { unit });
  byId("zoom-out").disabled = photoFactor === 1;
  byId("zoom-in").disabled = photoFactor === 8;
}

/** Moves the part that is shown so that one point of the photograph comes to lie where another is. */
function pushPart(from, to) {
  const box = photo.svg.viewBox.baseVal;
  const left = Math.min(Math.max(0, box.x + from[0] - to[0]), photo.width - box.width);
  const top = Math.min(Math.max(0, box.y + from[1] - to[1]), photo.height - box.height);
  photo.svg.setAttribute("viewBox", `${left} ${top} ${box.width} ${box.height}`);
}

function zoom(factor) {
  if (photo) {
    photoFactor = Math.min(8, Math.max(1, factor));
    showPart();
    drawCut();
  }
}

/** Where the pointer is, in px of the photograph. */
function onPhotograph(event) {
  const matrix = photo.svg.getScreenCTM().inverse();
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
  return [
    Math.min(photo.width, Math.max(0, point.x)),
    Math.min(photo.height, Math.max(0, point.y)),
  ];
}

/** The chromosome that an arrow key leads to: the nearest one that lies more that way than aside. */
function neighbourOnPhotograph(number, key) {
  const here = chromosome(number)?.middle;
  if (!here) {
    return null;
  }
  const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
  let best = null;
  let least = Infinity;
  for (const one of current().chromosomes) {
    if (one.number === number || !one.middle) {
      continue;
    }
    const along = (one.middle[0] - here[0]) * x + (one.middle[1] - here[1]) * y;
    const aside = Math.abs((one.middle[0] - here[0]) * y) + Math.abs((one.middle[1] - here[1]) * x);
    if (along > 0 && aside <= 1.5 * along && along + 2 * aside < least) {
      least = along + 2 * aside;
      best = one.number;
    }
  }
  return best;
}

photographElement.addEventListener("click", (event) => {
  const path = event.target.closest(".outline");
  if (path && store.mode?.kind !== "cut") {
    chosen(Number(path.dataset.number));
  }
});

photographElement.addEventListener("focusin", (event) => {
  const path = event.target.closest(".outline");
  if (path) {
    select(Number(path.dataset.number));
  }
});

photographElement.addEventListener("pointerover", (event) =>
  hover(event.target.closest(".outline")?.dataset.number ?? null),
);
photographElement.addEventListener("pointerleave", () => hover(null));

byId("zoom-in").addEventListener("click", () => zoom(2 * photoFactor));
byId("zoom-out").addEventListener("click", () => zoom(photoFactor / 2));
byId("zoom-fit").addEventListener("click", () => zoom(1));
byId("labels").addEventListener("change", (event) =>
  document.body.classList.toggle("no-labels", !event.target.checked),
);

new ResizeObserver(() => photo && showPart()).observe(photographElement);

onDraw(drawPhotograph);
