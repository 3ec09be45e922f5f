// Messages: a live region for screen readers, and banners that everybody sees.

let announced = 0;

/** Has a screen reader read a text; the same text twice is read twice. */
function announce(text) {
  announced += 1;
  byId("announcer").textContent = announced % 2 === 0 ? text : `${text}\u00a0`;
}

/**
 * Shows a banner in place of the one of the same kind.
 *
 * @param kind "error", "lost", "info"
 * @param text what is shown
 * @param actions pairs of a button's text and what it does
 */
function banner(kind, text, ...actions) {
  const old = byId(`banner-${kind}`);
  if (old && old.dataset.text === text) {
    return;
  }
  old?.remove();
  const element = make(
    "div",
    { id: `banner-${kind}`, class: `banner ${kind}`, role: kind === "info" ? "status" : "alert" },
    make("p", { text }),
    ...actions.map(([label, act]) => make("button", { type: "button", text: label, onclick: act })),
  );
  element.dataset.text = text;
  byId("banners").append(element);
}

function closeBanner(kind) {
  const element = byId(`banner-${kind}`);
  const focused = element?.contains(document.activeElement);
  element?.remove();
  if (focused) {
    focusChromosome(store.selected);
  }
}

/** Shows what went wrong until the next action or until it is closed. */
function showError(text) {
  banner("error", text, ["Close", () => closeBanner("error")]);
}

function needsServer() {
  announce("Corrections need the review server.");
}

/** Lists what moved by itself. */
function movedText(moved) {
  return moved.map((one) => `chromosome ${one.number} from ${one.from} to ${one.to}`).join("; ");
}

onDraw((state) => {
  const element = byId("moved");
  element.hidden = state.moved.length === 0;
  element.replaceChildren();
  if (state.moved.length > 0) {
    element.append(
      icon("moved"),
      make("span", { text: "Moved by itself: " }),
      ...state.moved.map((one) =>
        make("button", {
          type: "button",
          class: "link",
          text: `no. ${one.number}: ${one.from} → ${one.to}`,
          onclick: () => select(one.number, { focus: true }),
        }),
      ),
    );
  }
});
