// The line of facts above, and the strip of cells with a small karyogram of each.

function drawTop(state) {
  byId("iscn").textContent = state.iscn;
  document.title = `${state.iscn} – ${state.cell} – karyo review`;
  const doubtful = state.order.length;
  byId("facts").replaceChildren(
    make("span", { class: "cell-name", text: state.cell }),
    fact(doubtful > 0 ? plural(doubtful, "doubtful chromosome", "doubtful chromosomes") : "no doubtful chromosome", doubtful > 0 ? "doubtful" : "confirmed"),
    ...(state.numbersReview ? [fact(`numbers doubtful, next best ${state.runnerUp}${marginText(state.margin)}`, "doubtful")] : []),
    ...(state.unfamiliar ? [fact("unfamiliar cell", "doubtful")] : []),
  );
  const undo = byId("undo");
  const redo = byId("redo");
  undo.disabled = !store.served || !state.undo;
  redo.disabled = !store.served || !state.redo;
  undo.title = state.undo ? `Undo: ${state.undo}` : "";
  redo.title = state.redo ? `Redo: ${state.redo}` : "";
  const library = store.case?.library ? `karyo ${store.case.library}` : "karyo";
  byId("origin").textContent = state.model ? `${library}, model ${state.model}.` : `${library}.`;
}

function fact(text, kind) {
  return make("span", { class: `fact ${kind}` }, icon(kind), make("span", { text }));
}

function drawCells(state) {
  const strip = byId("cells");
  const info = store.case;
  strip.hidden = !info || info.cells.length < 2;
  if (strip.hidden) {
    return;
  }
  const focused = strip.contains(document.activeElement) ? document.activeElement.dataset.cell : null;
  strip.replaceChildren(
    make(
      "div",
      { class: "case" },
      make("strong", { text: info.id }),
      make("span", { class: "case-iscn", text: info.iscn ?? "too few cells for a karyotype of the case" }),
      ...(info.nonClonal ?? []).map((one) =>
        make("span", { class: "quiet", title: `${one.seen} in ${cellName(one.cell)}`, text: `${one.seen} seen, counted as ${one.counted}: ${cellName(one.cell)}` }),
      ),
    ),
    make("ul", {}, ...info.cells.map((cell) => make("li", {}, drawCell(cell, state)))),
  );
  if (focused) {
    strip.querySelector(`[data-cell="${focused}"]`)?.focus();
  }
}

function cellName(index) {
  return store.case.cells.find((cell) => cell.index === index)?.cell ?? `cell ${index}`;
}

function drawCell(cell, state) {
  const here = cell.index === state.index;
  const known = store.cells.get(cell.index);
  const iscn = known?.iscn ?? cell.iscn;
  return make(
    "button",
    {
      type: "button",
      class: "cell",
      "data-cell": cell.index,
      "aria-current": here ? "true" : null,
      onclick: () => openCell(cell.index),
    },
    make("img", { class: "small-karyogram", src: cell.karyogram, alt: "" }),
    make(
      "span",
      { class: "cell-text" },
      make("span", { class: "cell-title", text: cell.cell }),
      make("b", { text: iscn }),
      make("span", { class: "quiet", text: cellDoubts(cell, known) }),
    ),
  );
}

/** What is doubtful about a cell, in few words. */
function cellDoubts(cell, known) {
  const review = known ? known.order.length : cell.review;
  const { numbersReview, unfamiliar } = known ?? cell;
  const doubts = [
    ...(review > 0 ? [`${review} doubtful`] : []),
    ...(numbersReview ? ["numbers doubtful"] : []),
    ...(unfamiliar ? ["unfamiliar"] : []),
  ];
  return [doubts.join(", ") || "nothing doubtful", ...(cell.changed ? ["edited"] : [])].join(", ");
}

/** Goes to another cell of the case. */
function walkCells(step) {
  const indices = store.case?.cells.map((cell) => cell.index) ?? [];
  const next = indices[indices.indexOf(store.index) + step];
  if (next !== undefined) {
    openCell(next).then((shown) => {
      if (shown) {
        focusChromosome(store.selected);
        announce(`Cell ${current().cell}, ${current().iscn}.`);
      }
    });
  }
}

onDraw(drawTop);
onDraw(drawCells);
