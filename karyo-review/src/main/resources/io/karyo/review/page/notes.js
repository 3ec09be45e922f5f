// Notes on the cell and on chromosomes, and the history of actions.

const NOTE_LIMIT = 2000;
const PRINT_LINES = 8;
const PRINT_COLUMNS = 55;

/** Texts by the key of their field that the server did not take; they wait there to be changed. */
const drafts = new Map();

function noteKey(cell, chromosome) {
  return chromosome === undefined ? String(cell) : `${cell}/${chromosome}`;
}

/** The text of a note that the server has not answered yet, or undefined. */
function waitingText(key) {
  const texts = waiting
    .filter(({ cell, action }) => action.do === "note" && noteKey(cell, action.chromosome) === key)
    .map(({ action }) => action.text);
  return texts[texts.length - 1];
}

/** Keeps the text of a note that the server refused, unless a later one waits. */
function keepDraft({ cell, action }) {
  const key = noteKey(cell, action.chromosome);
  if (waitingText(key) === undefined) {
    drafts.set(key, action.text);
  }
}

/** Whether a text was typed that the server does not have. */
function hasUnsavedNote() {
  const areas = [...document.querySelectorAll("#cell-note textarea, #chromosome-notes textarea")];
  return drafts.size > 0 || areas.some((area) => area.value !== area.dataset.saved);
}

/**
 * A field whose text is kept when it is left, or at once by Control and Enter. It stays the same
 * element while it shows the same note, so that nothing that is typed is lost when views are drawn.
 */
function drawNote(place, key, { id, label, text, save }) {
  const old = place.querySelector("textarea");
  if (old?.dataset.key === key) {
    if (waitingText(key) === undefined) {
      refreshNote(old, text);
    }
    return;
  }
  if (old) {
    old.dispatchEvent(new Event("change"));
  }
  place.replaceChildren(makeNote(key, { id, label, text, save }));
}

/** Shows what the server has, unless the reviewer is typing or has typed another text. */
function refreshNote(area, text) {
  if (area.value !== area.dataset.saved) {
    area.dataset.saved = text;
  } else if (document.activeElement !== area) {
    area.value = area.dataset.saved = text;
  }
}

function makeNote(key, { id, label, text, save }) {
  const area = make("textarea", {
    id,
    rows: 2,
    maxlength: NOTE_LIMIT,
    disabled: !store.served,
    "aria-label": label,
    placeholder: store.served ? `${label}…` : "",
  });
  area.dataset.key = key;
  area.value = waitingText(key) ?? drafts.get(key) ?? text;
  area.dataset.saved = text;
  const keep = () => {
    if (area.value !== (waitingText(key) ?? drafts.get(key) ?? area.dataset.saved)) {
      drafts.delete(key);
      if (area.value !== (waitingText(key) ?? area.dataset.saved)) {
        save(area.value);
      }
    }
  };
  area.addEventListener("change", keep);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      drafts.delete(key);
      keep();
      focusChromosome(store.selected);
    } else if (event.key === "Escape") {
      drafts.delete(key);
      area.value = waitingText(key) ?? area.dataset.saved;
      focusChromosome(store.selected);
    }
  });
  return area;
}

/** Goes to the note on the selected chromosome. */
function openNote() {
  showView("detail");
  byId("chromosome-note").focus();
}

function drawCellNote(state) {
  const cell = state.index;
  drawNote(byId("cell-note"), noteKey(cell), {
    id: "note",
    label: "Note on the cell",
    text: state.note ?? "",
    save: (text) => act({ do: "note", text }, cell),
  });
}

function drawChromosomeNote(state) {
  const one = chromosome(store.selected);
  const place = byId("chromosome-notes");
  place.hidden = !one;
  if (!one) {
    return;
  }
  const cell = state.index;
  drawNote(place, noteKey(cell, one.number), {
    id: "chromosome-note",
    label: `Note on chromosome ${one.number}`,
    text: one.note ?? "",
    save: (text) => act({ do: "note", chromosome: one.number, text }, cell),
  });
}

function drawHistory(state) {
  const trail = state.trail ?? [];
  byId("history-title").textContent = `History (${trail.length})`;
  byId("history").replaceChildren(
    ...[...trail].reverse().map((step) =>
      make(
        "li",
        {},
        make("time", { datetime: step.at, text: clock(step.at) }),
        make("span", { text: ` ${step.text}` }),
      ),
    ),
  );
}

function clock(at) {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? "" : time.toTimeString().slice(0, 5);
}

/** What only the printed page shows: facts of the cell, and its notes as far as there is room. */
function drawPrintNotes(state) {
  const doubtful = state.order.length;
  const facts = [
    ["Cell", state.cell],
    ["Case", store.case?.id ?? ""],
    ["Next best", `${state.runnerUp ?? "none"}${marginText(state.margin)}`],
    ["Review", doubtful === 0 ? "no doubtful chromosome left" : plural(doubtful, "doubtful chromosome", "doubtful chromosomes")],
    ["Model", state.model ?? ""],
    ["Printed", new Date().toISOString().slice(0, 10)],
  ].filter(([, value]) => value !== "");
  const notes = [
    ...(state.note ? [state.note] : []),
    ...state.chromosomes.filter((one) => one.note).map((one) => `${one.designation} (no. ${one.number}): ${one.note}`),
  ];
  byId("print-notes").replaceChildren(
    make("dl", {}, ...facts.flatMap(([term, value]) => [make("dt", { text: term }), make("dd", { text: value })])),
    ...shorten(notes).map((text) => make("p", { text })),
  );
}

/** Keeps a page a page: as many lines as there is room for beside a photograph. */
function shorten(notes) {
  const lines = notes.flatMap((note) => note.split("\n").flatMap(wrapped));
  return lines.length <= PRINT_LINES
    ? lines
    : [...lines.slice(0, PRINT_LINES - 1), "… (more notes in the saved karyotype)"];
}

function wrapped(line) {
  return line.match(new RegExp(`.{1,${PRINT_COLUMNS}}`, "gu")) ?? [""];
}

onDraw(drawCellNote);
onDraw(drawChromosomeNote);
onDraw(drawHistory);
onDraw(drawPrintNotes);
