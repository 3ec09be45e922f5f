// The keyboard. Arrow keys walk where the focus is; single keys can be switched off.

const KEYS = [
  ["← → ↑ ↓", "walk the karyogram, or the photograph where the focus is there"],
  ["N, P", "next and previous doubtful chromosome"],
  ["M", "move: type a designation, then Enter"],
  ["F", "flip"],
  ["C, Shift+C", "confirm where it is, or all where they are"],
  ["U", "release: the model may move it again"],
  ["Delete", "put to the debris"],
  ["R", "restore from the debris"],
  ["J", "join with another chromosome: go there, Enter"],
  ["X", "cut: draw a line, or two points by arrows and Enter"],
  ["T", "note on the chromosome; Ctrl+Enter keeps it"],
  ["Z, Shift+Z", "undo and redo; also Ctrl+Z and Ctrl+Y"],
  ["+ −", "photograph larger and smaller"],
  ["[ ]", "previous and next cell of the case"],
  ["Esc", "leave what was begun"],
  ["?", "these keys"],
];

byId("keys").append(
  ...KEYS.flatMap(([keys, text]) => [make("dt", {}, make("kbd", { text: keys })), make("dd", { text })]),
);

const helpDialog = byId("help");
byId("help-open").addEventListener("click", () => helpDialog.showModal());
byId("undo").addEventListener("click", () => step("undo"));
byId("redo").addEventListener("click", () => step("redo"));

/** Undoes or redoes if there is something. */
function step(which) {
  if (!store.served) {
    needsServer();
  } else if (current()?.[which] || waiting.length > 0) {
    act({ do: which });
  } else {
    announce(`Nothing to ${which}.`);
  }
}

const SINGLE_KEYS = {
  n: () => walkDoubts(1),
  p: () => walkDoubts(-1),
  z: (event) => step(event.shiftKey ? "redo" : "undo"),
  "?": () => helpDialog.showModal(),
  "+": () => zoom(2 * photoFactor),
  "=": () => zoom(2 * photoFactor),
  "-": () => zoom(photoFactor / 2),
  "[": () => walkCells(-1),
  "]": () => walkCells(1),
};

function onKey(event) {
  if (event.defaultPrevented || helpDialog.open || !current() || event.isComposing) {
    return;
  }
  if (event.key === "Escape") {
    if (drag) {
      endDrag();
    } else if (store.mode) {
      leaveMode();
    } else {
      closeBanner("error");
    }
    return;
  }
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) {
    return;
  }
  const cutting = store.mode?.kind === "cut" && photo?.pad.contains(event.target);
  if (cutting ? cutKey(event) : onCommand(event)) {
    event.preventDefault();
  }
}

/** Does what a key stands for; returns whether it stands for something. */
function onCommand(event) {
  if (event.altKey) {
    return false;
  }
  if (event.ctrlKey || event.metaKey) {
    return onControl(event);
  }
  if (walk(event)) {
    return true;
  }
  if (event.key === "Delete" || (event.key === "Backspace" && !event.target.closest("button"))) {
    // A held key removes one chromosome, not those that are selected after it.
    return event.repeat || perform("Delete");
  }
  if (!byId("single-keys").checked || event.repeat) {
    return false;
  }
  if (event.shiftKey && event.key === "C") {
    confirmAll();
    return true;
  }
  const single = SINGLE_KEYS[event.key.toLowerCase()];
  if (single) {
    single(event);
    return true;
  }
  return event.key.length === 1 && perform(event.key.toUpperCase());
}

function onControl(event) {
  const key = event.key.toLowerCase();
  if (key === "z") {
    step(event.shiftKey ? "redo" : "undo");
    return true;
  }
  if (key === "y") {
    step("redo");
    return true;
  }
  return false;
}

const WALKING = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

function walk(event) {
  const outline = event.target.closest(".outline");
  const tile = event.target.closest(".chromosome");
  if (event.key === "Enter" || event.key === " ") {
    const here = (outline ?? tile)?.dataset.number;
    if (here === undefined) {
      return false;
    }
    chosen(Number(here));
    return true;
  }
  if (!WALKING.includes(event.key)) {
    return false;
  }
  if (outline) {
    const next = neighbourOnPhotograph(Number(outline.dataset.number), event.key);
    photo.paths.get(next)?.focus();
    return true;
  }
  if (!tile && event.target !== document.body && event.target !== karyogramElement) {
    return false;
  }
  const from = tile ? neighbourInKaryogram(Number(tile.dataset.number), event.key) : tiles.get(store.selected);
  focusChromosome(Number(from?.dataset.number));
  return true;
}

document.addEventListener("keydown", onKey);

const remembered = "karyo-single-keys";

/** A file may not be allowed to remember anything. */
function remember(value) {
  try {
    localStorage.setItem(remembered, value);
  } catch {
    // It then holds until the page is closed.
  }
}

try {
  byId("single-keys").checked = localStorage.getItem(remembered) !== "off";
} catch {
  // As above: the page starts with single keys.
}
byId("single-keys").addEventListener("change", (event) => remember(event.target.checked ? "on" : "off"));
