// The list of doubtful chromosomes, the most doubtful first, with a button for each alternative.

function drawDoubts(state) {
  byId("doubts-title").textContent = `Doubtful (${state.order.length})`;
  document.querySelector('[data-view="doubts"]').textContent = `Doubtful (${state.order.length})`;
  byId("doubts-state").textContent = doubtsText(state);
  byId("confirm-all").disabled = !store.served || state.chromosomes.every((one) => one.confirmed);
  const list = byId("doubts");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.number : null;
  list.replaceChildren(...state.order.map((number) => drawDoubt(chromosome(number))));
  if (focused) {
    list.querySelector(`button[data-number="${focused}"]`)?.focus();
  }
}

/** Confirms whatever is not confirmed yet, where it is. */
function confirmAll() {
  if (!store.served) {
    needsServer();
  } else if (current().chromosomes.every((one) => one.confirmed)) {
    announce("All chromosomes are confirmed.");
  } else {
    act({ do: "confirm_all" });
  }
}

byId("confirm-all").addEventListener("click", confirmAll);

function doubtsText(state) {
  const texts = [];
  if (state.order.length === 0) {
    texts.push("No chromosome is doubtful.");
  }
  const settled = state.chromosomes.filter((one) => one.confirmed || one.pinned).length;
  if (settled > 0) {
    texts.push(`${settled} of ${state.chromosomes.length} confirmed or placed by hand.`);
  }
  if (state.numbersReview) {
    texts.push(`The chromosome numbers are doubtful: next best is ${state.runnerUp}${marginText(state.margin)}.`);
  }
  if (state.unfamiliar) {
    texts.push("The cell looks unlike those that the model learned from: check every chromosome.");
  }
  return texts.join(" ");
}

function marginText(margin) {
  return margin === null || margin === undefined ? "" : ` (margin ${margin.toFixed(1)})`;
}

function drawDoubt(one) {
  const selected = one.number === store.selected;
  return make(
    "li",
    { class: selected ? "selected" : null },
    make(
      "button",
      {
        type: "button",
        class: "doubt",
        "data-number": one.number,
        "aria-current": selected ? "true" : null,
        onclick: () => select(one.number, { focus: true }),
      },
      make("span", { class: "tile" }, make("img", { src: one.image, alt: "" })),
      make("span", { class: "unseen", text: `chromosome ${one.number} at ` }),
      make("span", { class: "place-name", text: one.designation }),
      make("span", { class: "quiet", text: percent(one.probability) }),
    ),
    make(
      "span",
      { class: "others" },
      ...one.alternatives.slice(0, 3).map((other) => drawAlternative(one, other)),
    ),
  );
}

function drawAlternative(one, other) {
  return make(
    "button",
    {
      type: "button",
      class: "alternative",
      disabled: !store.served,
      title: `Move to ${other.designation}`,
      onclick: () => act({ do: "pin", chromosome: one.number, to: other.designation }),
    },
    make("span", { class: "unseen", text: `move chromosome ${one.number} to ` }),
    make("b", { text: other.designation }),
    make("span", { text: ` ${percent(other.probability)}` }),
  );
}

onDraw(drawDoubts);
