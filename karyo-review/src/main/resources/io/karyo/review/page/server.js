// The server: requests with the token, and a queue that keeps every action until it is answered.

const token = new URLSearchParams(location.search).get("token") ?? "";
const ANSWER_WITHIN = 60_000;
const ASK_AGAIN_AFTER = 3_000;

/**
 * Actions in the order in which they were given: {cell, action, version, answer, failure}. The
 * version is that of the cell at the first attempt; the failure is what the server answered with 500.
 */
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
  const tooLate = new AbortController();
  const timer = options.signal ? null : setTimeout(() => tooLate.abort(), ANSWER_WITHIN);
  try {
    const response = await fetch(path, {
      signal: tooLate.signal,
      ...options,
      headers: { ...options.headers, "X-Karyo-Token": token },
    });
    if (!response.ok) {
      throw new Refused(response.status, await reason(response));
    }
    return response;
  } finally {
    clearTimeout(timer);
  }
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
  waiting.push({ cell, action, version: null, answer: null, failure: null });
  leaveMode();
  forgetQuestion();
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
    let sent = true;
    while (sent && waiting.length > 0) {
      sent = await sendOne(waiting[0]);
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
    item.answer ??= await requestJson(`api/cells/${item.cell}/actions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(item.action),
    });
    const { answer } = item;
    // Another page may have acted in between: images that the answer leaves out may be unknown here.
    if (answer.version !== before.version + 1 || !adopt(answer)) {
      const full = await requestJson(`api/cells/${item.cell}`);
      adopt({ ...full, moved: answer.moved });
    }
  } catch (failure) {
    if (!item.answer && failure instanceof Refused && failure.status !== 401 && failure.status < 500) {
      waiting.shift();
      refused(item);
      showError(`Not done: ${failure.message}`);
      return true;
    }
    if (!item.answer && failure instanceof Refused && failure.status >= 500) {
      item.failure = failure.message;
    }
    lost(failure);
    return false;
  }
  waiting.shift();
  taken(item);
  return true;
}

/** An action is not done: a note stays in its field, and the detail is asked for again. */
function refused(item) {
  if (item.action.do === "note") {
    keepDraft(item);
  }
  draw();
}

function taken(item) {
  const answer = store.cells.get(item.cell);
  draw();
  const undone = item.action.do === "undo" ? `Undone: ${answer.redo}` : null;
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
  const sentBefore = first && first.version !== null && !first.answer;
  if (sentBefore && first.version !== state.version) {
    decide(
      first,
      `The cell was changed while the server did not answer, perhaps by your last action (${first.action.do}). Is it in the history?`,
      { drop: "Yes, go on", again: "No, send it again" },
    );
  } else if (sentBefore && first.failure) {
    decide(
      first,
      `The review server failed at your action (${first.action.do}): ${first.failure}. The cell has not changed.`,
      { again: "Send it again", drop: "Drop this change" },
      refused,
    );
  } else {
    askAgain = null;
    announce("The review server answers again.");
    sendWaiting();
  }
}

/**
 * Sends nothing until the reviewer has decided about the first action that waits.
 *
 * @param labels the texts of the two buttons, "again" and "drop", in the order in which they are shown
 * @param dropped what is done with the action if it is dropped
 */
function decide(first, text, labels, dropped = () => {}) {
  askAgain = 0;
  const then = (choice) => () => {
    clearTimeout(askAgain);
    askAgain = null;
    closeBanner("lost");
    closeBanner("info");
    if (choice === "again") {
      first.version = store.cells.get(first.cell).version;
      first.failure = null;
    } else if (waiting[0] === first) {
      waiting.shift();
      dropped(first);
    }
    sendWaiting();
  };
  banner("info", text, ...Object.entries(labels).map(([choice, label]) => [label, then(choice)]));
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

/** The cell that was asked for last. */
let wantedCell = null;

/** Goes to a cell; returns whether it is shown, which it is not if another one was asked for since. */
async function openCell(index) {
  wantedCell = index;
  leaveMode();
  if (!store.cells.has(index)) {
    try {
      const state = await requestJson(`api/cells/${index}`);
      if (!store.cells.has(index)) {
        adopt(state);
      }
    } catch (failure) {
      if (failure instanceof Refused && failure.status !== 401) {
        showError(failure.message);
      } else {
        lost(failure);
      }
      return false;
    }
    if (wantedCell !== index) {
      return false;
    }
    // The reviewer went on meanwhile: what was begun belongs to the cell that is left.
    leaveMode();
  }
  const state = store.cells.get(index);
  store.index = index;
  store.selected = state.order[0] ?? state.chromosomes[0]?.number ?? null;
  store.doubtIndex = 0;
  if (store.served) {
    history.replaceState(null, "", `${location.search}#cell=${index}`);
  }
  draw();
  return true;
}

addEventListener("beforeunload", (event) => {
  if (waiting.length > 0 || hasUnsavedNote()) {
    event.preventDefault();
  }
});
