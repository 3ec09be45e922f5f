// The start, and which part a narrow screen shows.

const viewButtons = [...byId("views").querySelectorAll("button")];

/** Shows one part on a narrow screen; a wide one shows all. */
function showView(view) {
  document.querySelector("main").dataset.view = view;
  for (const button of viewButtons) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
  draw();
}

for (const button of viewButtons) {
  button.addEventListener("click", () => showView(button.dataset.view));
}

async function start() {
  if (store.served) {
    await startServed();
    return;
  }
  store.case = given.case;
  for (const state of given.cells) {
    store.cells.set(state.index, state);
  }
  byId("save").hidden = true;
  document.body.classList.add("from-file");
  banner("info", "Opened from a file: to correct this karyotype, open it with the review server of karyo. Walking, details and printing work here.");
  await openCell(given.cells[0].index);
}

async function startServed() {
  try {
    store.case = await requestJson("api/case");
  } catch (failure) {
    if (failure instanceof Refused && failure.status !== 401) {
      showError(failure.message);
    } else {
      banner("lost", "The review server does not answer, or was started anew at another address.", ["Try again", () => location.reload()]);
    }
    return;
  }
  const wanted = Number(/^#cell=(\d+)$/.exec(location.hash)?.[1] ?? 0);
  const cells = store.case.cells.map((cell) => cell.index);
  await openCell(cells.includes(wanted) ? wanted : cells[0]);
}

start();
