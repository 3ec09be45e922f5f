// What the page knows: the case, its cells, the selection. Views read it and are drawn again.

const given = JSON.parse(byId("karyo-state").textContent);

const store = {
  served: given.server === true,
  case: null,
  /** States by the index of their cell. */
  cells: new Map(),
  index: 0,
  selected: null,
  /** Where in the list of doubtful ones the reviewer is. */
  doubtIndex: 0,
  /** null, or what the next click or key means: {kind: "move" | "join" | "cut", number, …}. */
  mode: null,
};

const DESIGNATIONS = [...Array.from({ length: 22 }, (_, i) => String(i + 1)), "X", "Y", "mar"];

const drawers = [];

/** Registers a view; it is called with the state of the current cell, in the order of the scripts. */
function onDraw(drawer) {
  drawers.push(drawer);
}

function draw() {
  const state = current();
  if (state) {
    drawers.forEach((drawer) => drawer(state));
  }
}

function current() {
  return store.cells.get(store.index) ?? null;
}

function chromosome(number) {
  return current()?.chromosomes.find((one) => one.number === number) ?? null;
}

function removedChromosome(number) {
  return current()?.removed.find((one) => one.number === number) ?? null;
}

/** The images of each cell by number, also of chromosomes that an undone action may bring back. */
const images = new Map();

/**
 * Takes an answer over and adds the images that it leaves out because they did not change.
 *
 * @returns whether all images are known
 */
function adopt(answer) {
  const old = store.cells.get(answer.index);
  const known = images.get(answer.index) ?? new Map();
  images.set(answer.index, known);
  const all = [...answer.chromosomes, ...answer.removed];
  for (const one of all) {
    one.image ??= known.get(one.number);
    known.set(one.number, one.image);
  }
  if (answer.photograph) {
    answer.photograph.image ??= old?.photograph?.image;
  }
  if (all.some((one) => !one.image)) {
    return false;
  }
  store.cells.set(answer.index, answer);
  if (answer.index === store.index) {
    keepSelection(old, answer);
  }
  return true;
}

/** A cut or joined chromosome is followed by the one that came of it. */
function keepSelection(old, state) {
  const numbers = [...state.chromosomes, ...state.removed].map((one) => one.number);
  if (numbers.includes(store.selected)) {
    return;
  }
  const before = new Set(old ? [...old.chromosomes, ...old.removed].map((one) => one.number) : []);
  const fresh = old ? numbers.filter((number) => !before.has(number)) : [];
  store.selected = fresh[0] ?? state.order[0] ?? numbers[0] ?? null;
}

/** Selects a chromosome; views mark it. */
function select(number, { focus = false } = {}) {
  const position = current().order.indexOf(number);
  if (position >= 0) {
    store.doubtIndex = position;
  }
  if (store.selected !== number) {
    store.selected = number;
    draw();
  }
  if (focus) {
    focusChromosome(number);
  }
}

/** Goes to the next doubtful chromosome (1) or the one before it (-1). */
function walkDoubts(step) {
  const order = current().order;
  if (order.length === 0) {
    announce("No chromosome is doubtful any more.");
    return;
  }
  const here = order.indexOf(store.selected);
  const wanted = here >= 0 ? here + step : step > 0 ? store.doubtIndex : store.doubtIndex - 1;
  const next = (wanted + order.length) % order.length;
  select(order[next], { focus: true });
  announce(`Doubtful ${next + 1} of ${order.length}.`);
}

/** What a screen reader reads of a chromosome. */
function describe(one, state) {
  const parts = [`chromosome ${one.number}`, `at ${one.designation}`];
  if (one.confirmed) {
    parts.push("confirmed");
  } else if (one.pinned) {
    parts.push("placed by hand");
  } else {
    parts.push(`probability ${percent(one.probability)}`);
  }
  if (one.review) {
    const others = (one.alternatives ?? [])
      .slice(0, 3)
      .map((other) => `${other.designation} ${percent(other.probability)}`);
    parts.push(others.length > 0 ? `doubtful, could be ${others.join(", ")}` : "doubtful");
  }
  const move = state.moved.find((moved) => moved.number === one.number);
  if (move) {
    parts.push(`moved by itself from ${move.from}`);
  }
  if (one.overlap) {
    parts.push("crosses another");
  }
  if (one.note) {
    parts.push(`note: ${one.note}`);
  }
  return parts.join(", ");
}
