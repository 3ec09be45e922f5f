// The actions on the selected chromosome, and the three that need more than one step: moving by a
// typed designation, joining with another chromosome, cutting along a line.

const CURSOR_STEP = 1;
const CURSOR_LEAP = 8;
const LINE_STEP = 3;

/** The buttons: key, text, whether they apply to a chromosome, whether they are of no use for it, what they do. */
const ACTIONS = [
  { key: "M", text: "Move", if: () => true, do: () => enterMode("move") },
  { key: "F", text: "Flip", hide: isRemoved, if: isPlaced, do: (number) => act({ do: "flip", chromosome: number }) },
  {
    key: "C",
    text: "Confirm",
    hide: (one) => isRemoved(one) || one.confirmed,
    if: (one) => isPlaced(one) && !one.confirmed,
    do: (number) => act({ do: "confirm", chromosome: number }),
  },
  {
    key: "U",
    text: "Release",
    title: "The model may move it again",
    hide: (one) => !one.confirmed && !one.pinned,
    if: (one) => isPlaced(one) && (one.confirmed || one.pinned),
    do: (number) => act({ do: "unconfirm", chromosome: number }),
  },
  {
    key: "Delete",
    text: "Debris",
    hide: isRemoved,
    if: isPlaced,
    do: (number) => act({ do: "remove", chromosome: number }),
  },
  {
    key: "R",
    text: "Restore",
    if: isRemoved,
    hide: isPlaced,
    do: (number) => act({ do: "restore", chromosome: number }),
  },
  { key: "J", text: "Join", photo: true, hide: isRemoved, if: hasOutline, do: () => enterMode("join") },
  { key: "X", text: "Cut", photo: true, hide: isRemoved, if: hasOutline, do: () => enterMode("cut") },
  { key: "T", text: "Note", hide: isRemoved, if: isPlaced, do: () => openNote() },
];

function isPlaced(one) {
  return chromosome(one.number) !== null;
}

function isRemoved(one) {
  return !isPlaced(one);
}

function hasOutline(one) {
  return Boolean(chromosome(one.number)?.outline);
}

/** Does what a key stands for; returns whether there is such an action. */
function perform(key) {
  const action = ACTIONS.find((candidate) => candidate.key === key);
  if (!action) {
    return false;
  }
  const one = chromosome(store.selected) ?? removedChromosome(store.selected);
  if (!store.served) {
    needsServer();
  } else if (!one) {
    announce("No chromosome is selected.");
  } else if (!action.if(one)) {
    announce(`${action.text} does not apply to ${name(one)}.`);
  } else {
    action.do(one.number);
  }
  return true;
}

function name(one) {
  return isPlaced(one)
    ? `chromosome ${one.number} at ${one.designation}`
    : `chromosome ${one.number} in the debris`;
}

const actionButtons = ACTIONS.map((action) => ({
  action,
  button: make(
    "button",
    {
      type: "button",
      title: action.title,
      "aria-keyshortcuts": action.key,
      onclick: () => perform(action.key),
    },
    make("span", { text: action.text }),
    make("kbd", { "aria-hidden": "true", text: action.key === "Delete" ? "Del" : action.key }),
  ),
}));
const selectedName = make("span", { class: "selected-name" });
byId("actions").append(selectedName, ...actionButtons.map(({ button }) => button));

function drawActions(state) {
  byId("hint").textContent = store.served
    ? "Drag chromosomes to their places or onto “debris”; all others are designated again at once."
    : "Corrections need the review server.";
  const one = chromosome(store.selected) ?? removedChromosome(store.selected);
  selectedName.textContent = one
    ? isPlaced(one)
      ? `No. ${one.number} at ${one.designation}`
      : `No. ${one.number}, debris`
    : "";
  for (const { action, button } of actionButtons) {
    const pointless = (action.photo && !state.photograph) || (one && action.hide?.(one));
    button.hidden = Boolean(pointless);
    button.disabled = !store.served || !one || !action.if(one);
  }
}

/** A click or Enter on a chromosome: it is selected, or it is the one to join with. */
function chosen(number) {
  if (store.mode?.kind !== "join") {
    select(number, { focus: true });
    return;
  }
  const first = store.mode.number;
  if (number === first) {
    announce("Choose another chromosome to join with, or press Escape.");
    return;
  }
  if (!chromosome(number)?.outline) {
    showError("join: must be another chromosome of the photograph, found one without an outline");
    return;
  }
  leaveMode();
  act({ do: "join", chromosome: first, with: number });
}

function enterMode(kind) {
  const number = store.selected;
  store.mode = { kind, number, points: [], cursor: chromosome(number)?.middle ?? null, zoom: store.mode?.zoom ?? photoFactor };
  if (kind === "cut") {
    showView("photograph");
    photoFactor = Math.max(photoFactor, 4);
  }
  draw();
  drawMode();
  if (kind === "move") {
    byId("move-to").focus();
  } else if (kind === "cut") {
    photo.pad.focus();
    announce(
      "Cutting. Arrows move the cross, with Shift further; Enter sets the first and the second point; Escape ends.",
    );
  } else {
    announce(`Joining chromosome ${number}: go to another one and press Enter; Escape ends.`);
  }
}

function leaveMode() {
  if (!store.mode) {
    return;
  }
  const { kind, number } = store.mode;
  photoFactor = store.mode.zoom;
  store.mode = null;
  draw();
  drawMode();
  if (kind !== "join") {
    focusChromosome(number);
  }
}

/** Draws the line above the karyogram that shows what the next step is. */
function drawMode() {
  const element = byId("mode");
  const mode = store.mode;
  element.hidden = !mode;
  element.replaceChildren();
  document.body.dataset.mode = mode?.kind ?? "";
  if (!mode) {
    return;
  }
  const end = make("button", { type: "button", text: "Cancel", onclick: leaveMode });
  if (mode.kind === "move") {
    element.append(moveForm(mode.number), end);
  } else if (mode.kind === "join") {
    const text = `Join no. ${mode.number} with …: choose another one in the karyogram or on the photograph.`;
    element.append(make("span", { text }), end);
  } else {
    const text = `Cut no. ${mode.number}: draw a line across it on the photograph, or set two points.`;
    element.append(make("span", { text }), end);
  }
}

function moveForm(number) {
  const input = make("input", {
    id: "move-to",
    type: "text",
    size: 4,
    maxlength: 6,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": "move-error",
  });
  const error = make("span", { id: "move-error", class: "field-error", role: "alert" });
  const form = make(
    "form",
    {},
    make("label", { for: "move-to", text: `Move chromosome ${number} to` }),
    input,
    ...likelyPlaces(number).map((place) =>
      make("button", {
        type: "button",
        text: place,
        "aria-label": `Move to ${place}`,
        onclick: () => moveTo(number, place),
      }),
    ),
    make("button", { class: "primary", text: "Move" }),
    error,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const place = readDesignation(input.value);
    if (place === null) {
      input.setAttribute("aria-invalid", "true");
      error.textContent = `must be 1 to 22, X, Y, mar or debris, found “${input.value}”`;
      input.select();
    } else {
      moveTo(number, place);
    }
  });
  return form;
}

function likelyPlaces(number) {
  return (chromosome(number)?.alternatives ?? []).slice(0, 3).map((other) => other.designation);
}

function readDesignation(text) {
  const plain = text.trim().toLowerCase();
  return ["debris", ...DESIGNATIONS].find((one) => one.toLowerCase() === plain) ?? null;
}

function moveTo(number, place) {
  leaveMode();
  if (chromosome(number)?.designation === place) {
    act({ do: "confirm", chromosome: number });
  } else {
    dropOn(number, place);
  }
}

/** The line that is being drawn, and the cross for the keyboard. */
function drawCut() {
  if (!photo) {
    return;
  }
  const mode = store.mode?.kind === "cut" ? store.mode : null;
  photo.pad.classList.toggle("cutting", mode !== null);
  photo.tools.replaceChildren();
  if (!mode) {
    for (const attribute of ["tabindex", "role", "aria-label"]) {
      photo.pad.removeAttribute(attribute);
    }
    return;
  }
  photo.pad.setAttribute("tabindex", "0");
  photo.pad.setAttribute("role", "application");
  photo.pad.setAttribute("aria-label", `Photograph, cutting chromosome ${mode.number}`);
  const line = mode.drawn ?? [...mode.points, ...(mode.points.length > 0 ? [mode.cursor] : [])];
  if (line.length > 1) {
    photo.tools.append(makeSvg("polyline", { points: line.map((point) => point.join(",")).join(" ") }));
  }
  if (mode.cursor && !mode.drawn) {
    const [x, y] = mode.cursor;
    photo.tools.append(makeSvg("path", { class: "cross", d: `M${x - 6} ${y}H${x + 6}M${x} ${y - 6}V${y + 6}` }));
  }
  for (const [cx, cy] of mode.points) {
    photo.tools.append(makeSvg("circle", { cx, cy, class: "cut-point" }));
  }
}

function addCutPoint(point) {
  const mode = store.mode;
  mode.points.push(point);
  if (mode.points.length === 2) {
    cutAlong(mode.points);
  } else {
    announce("First point set.");
    drawCut();
  }
}

function cutAlong(line) {
  const number = store.mode.number;
  const rounded = line.map((point) => point.map((value) => Math.round(10 * value) / 10));
  leaveMode();
  act({ do: "cut", chromosome: number, line: rounded });
}

/** Keys while cutting; returns whether the key meant something. */
function cutKey(event) {
  const mode = store.mode;
  const step = event.shiftKey ? CURSOR_LEAP : CURSOR_STEP;
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const way = ways[event.key];
  if (way) {
    mode.cursor = [
      Math.min(photo.width, Math.max(0, mode.cursor[0] + step * way[0])),
      Math.min(photo.height, Math.max(0, mode.cursor[1] + step * way[1])),
    ];
    drawCut();
    return true;
  }
  if (event.key === "Enter" || event.key === " ") {
    addCutPoint([...mode.cursor]);
    return true;
  }
  return false;
}

/** Pointers on the photograph draw the line while cutting and push a part that is shown large. */
let stroke = null;

photographElement.addEventListener("pointerdown", (event) => {
  if (!photo || event.button !== 0) {
    return;
  }
  const cutting = store.mode?.kind === "cut";
  if (cutting || photoFactor > 1) {
    stroke = { pointer: event.pointerId, cutting, from: onPhotograph(event), line: [onPhotograph(event)] };
  }
  if (cutting) {
    event.preventDefault();
    photo.pad.focus();
    photo.pad.setPointerCapture(event.pointerId);
  }
});

photographElement.addEventListener("pointermove", (event) => {
  if (stroke?.pointer !== event.pointerId) {
    return;
  }
  const here = onPhotograph(event);
  if (stroke.cutting && store.mode?.kind === "cut") {
    const last = stroke.line.at(-1);
    if (Math.hypot(here[0] - last[0], here[1] - last[1]) >= LINE_STEP) {
      stroke.line.push(here);
      store.mode.drawn = stroke.line;
      drawCut();
    }
  } else if (!stroke.cutting) {
    pushPart(stroke.from, here);
  }
});

addEventListener("pointerup", (event) => {
  if (stroke?.pointer !== event.pointerId) {
    return;
  }
  const { cutting, line } = stroke;
  stroke = null;
  if (!cutting || store.mode?.kind !== "cut") {
    return;
  }
  store.mode.drawn = undefined;
  if (line.length > 1) {
    cutAlong(line);
  } else {
    store.mode.cursor = line[0];
    addCutPoint(line[0]);
  }
});

addEventListener("pointercancel", (event) => {
  if (stroke?.pointer !== event.pointerId) {
    return;
  }
  stroke = null;
  if (store.mode?.drawn) {
    store.mode.drawn = undefined;
    drawCut();
  }
});

onDraw(drawActions);
