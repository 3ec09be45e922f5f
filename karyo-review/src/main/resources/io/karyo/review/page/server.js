// The server: requests with the token, and a queue that keeps every action until it is answered.

const token = new URLSearchParams(location.search).get("token") ?? "";
const ANSWER_WITHIN = 60_000;
const ASK_AGAIN_AFTER = 3_000;

/** Actions in the order in which they were given: {cell, action, version}. */
const waiting = [];
let sending = false;
/** Whether the cell is being asked for after a loss; until it is known nothing is sent. */
let retrying = false;
/** While the server is lost: the timer of the next question, or 0 if the reviewer has to act. */
let askAgain = null;
let refusal = null;

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Sends a request; throws Refused if the server refuses it and TypeError if it is not there. */
async function request(path, options = {}) {
  const response = await fetch(path, {
    signal: AbortSignal.timeout(ANSWER_WITHIN),
    ...options,
    headers: { ...options.headers, "X-Karyo-Token": token },
  });
  if (!response.ok) {
    throw new Refused(response.status, await reason(response));
  }
  return response;
}

async function reason(response) {
  try {
    return (await response.json()).error ?? `${response.status} ${response.statusText}`;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}

async function requestJson(path, options) {
  return (await request(path, options)).json();
}

/** Gives the server an action on a cell, usually the current one. */
function act(action, cell = store.index) {
  if (!store.served) {
    needsServer();
    return;
  }
  closeBanner("error");
  leaveMode();
  forgetQuestion();
  waiting.push({ cell, action, version: null });
  if (askAgain !== null) {
    showLost();
  }
  sendWaiting();
}

async function sendWaiting() {
  if (sending || askAgain !== null) {
    return;
  }
  sending = true;
  const slow = setTimeout(() => (byId("busy").hidden = false), 250);
  try {
    while (waiting.length > 0 && (await sendOne(waiting[0]))) {
      waiting.shift();
    }
  } finally {
    clearTimeout(slow);
    byId("busy").hidden = true;
    sending = false;
  }
}

/** Sends an action; returns whether it is done with, be it taken or refused. */
async function sendOne(item) {
  const before = store.cells.get(item.cell);
  item.version ??= before.version;
  try {
    const answer = await requestJson(`api/cells/${item.cell}/actions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(item.action),
    });
    if (!adopt(answer)) {
      const full = await requestJson(`api/cells/${item.cell}`);
      adopt({ ...full, moved: answer.moved });
    }
    taken(item, before);
    return true;
  } catch (failure) {
    if (failure instanceof Refused && failure.status !== 401 && failure.status < 500) {
      showError(`Not done: ${failure.message}`);
      return true;
    }
    lost(failure);
    return false;
  }
}

function taken(item, before) {
  const answer = store.cells.get(item.cell);
  draw();
  const undone = item.action.do === "undo" ? `Undone: ${before.undo}` : null;
  const parts = [undone ?? (answer.undo ? `Done: ${answer.undo}` : "Done")];
  if (answer.moved.length > 0) {
    parts.push(`Moved by itself: ${movedText(answer.moved)}`);
  }
  parts.push(answer.iscn, `${answer.order.length} doubtful`);
  announce(`${parts.join(". ")}.`);
  refreshCase();
}

/** Keeps what waits and asks again by itself, unless only the reviewer can help. */
function lost(failure) {
  clearTimeout(askAgain);
  refusal = failure instanceof Refused ? failure : null;
  askAgain = refusal ? 0 : setTimeout(retry, ASK_AGAIN_AFTER);
  showLost();
}

function showLost() {
  const kept =
    waiting.length === 0
      ? ""
      : ` ${plural(waiting.length, "change is", "changes are")} kept and sent when it answers again.`;
  let text = `The review server does not answer.${kept}`;
  if (refusal?.status === 401) {
    text = `The review server was started anew: open the address that it printed.${kept}`;
  } else if (refusal) {
    text = `The review server failed: ${refusal.message}.${kept}`;
  }
  banner("lost", text, ["Try again", retry]);
}

/** Asks for the cell first: whether the first action that waits arrived before the loss is unknown. */
async function retry() {
  clearTimeout(askAgain);
  if (sending || retrying) {
    askAgain = setTimeout(retry, ASK_AGAIN_AFTER);
    return;
  }
  askAgain = 0;
  retrying = true;
  closeBanner("info");
  const index = waiting[0]?.cell ?? store.index;
  let state;
  try {
    state = await requestJson(`api/cells/${index}`);
  } catch (failure) {
    lost(failure);
    return;
  } finally {
    retrying = false;
  }
  clearTimeout(askAgain);
  adopt(state);
  draw();
  goOn(state);
}

/** The server answers again: sends what waits unless the reviewer has to decide about it. */
function goOn(state) {
  closeBanner("lost");
  const first = waiting[0];
  if (first && first.version !== null && first.version !== state.version) {
    askWhetherAgain(first);
  } else {
    askAgain = null;
    announce("The review server answers again.");
    sendWaiting();
  }
}

/** The server knows an action more than this page: it may be the one whose answer was lost. */
function askWhetherAgain(first) {
  askAgain = 0;
  const go = (again) => () => {
    clearTimeout(askAgain);
    askAgain = null;
    closeBanner("lost");
    closeBanner("info");
    if (again) {
      first.version = store.cells.get(first.cell).version;
    } else if (waiting[0] === first) {
      waiting.shift();
    }
    sendWaiting();
  };
  banner(
    "info",
    `The cell was changed while the server did not answer, perhaps by your last action (${first.action.do}). Is it in the history?`,
    ["Yes, go on", go(false)],
    ["No, send it again", go(true)],
  );
}

let caseTimer = null;

/** The strip of cells follows a moment later; it is not waited for. */
function refreshCase() {
  clearTimeout(caseTimer);
  caseTimer = setTimeout(async () => {
    try {
      store.case = await requestJson("api/case");
      draw();
    } catch (failure) {
      if (!(failure instanceof Refused)) {
        lost(failure);
      }
    }
  }, 200);
}

async function openCell(index) {
  leaveMode();
  if (!store.cells.has(index)) {
    try {
      adopt(await requestJson(`api/cells/${index}`));
    } catch (failure) {
      if (failure instanceof Refused && failure.status !== 401) {
        showError(failure.message);
      } else {
        lost(failure);
      }
      return;
    }
  }
  const state = store.cells.get(index);
  store.index = index;
  store.selected = state.order[0] ?? state.chromosomes[0]?.number ?? null;
  store.doubtIndex = 0;
  if (store.served) {
    history.replaceState(null, "", `${location.search}#cell=${index}`);
  }
  draw();
}

addEventListener("beforeunload", (event) => {
  if (waiting.length > 0) {
    event.preventDefault();
  }
});
