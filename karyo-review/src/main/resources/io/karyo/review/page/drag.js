// Dragging a chromosome to a place, by mouse, pen or finger. A finger holds it for a moment first,
// so that a quick swipe still scrolls.

const MOVED_ENOUGH = 4;
const SWIPED = 9;
const HOLD = 260;
const EDGE = 48;

/** null, or {number, tile, pointer, x, y, active, ghost, target, timer}. */
let drag = null;
let dragEnd = 0;

/** Whether a click is the end of a drag. */
function dragJustEnded() {
  return performance.now() - dragEnd < 80;
}

karyogramElement.addEventListener("pointerdown", (event) => {
  const tile = event.target.closest(".chromosome");
  if (!tile || event.button !== 0 || drag || !store.served || store.mode?.kind === "join") {
    return;
  }
  drag = {
    number: Number(tile.dataset.number),
    tile,
    pointer: event.pointerId,
    x: event.clientX,
    y: event.clientY,
    active: false,
    timer: event.pointerType === "mouse" ? null : setTimeout(beginDrag, HOLD),
  };
});

addEventListener("pointermove", (event) => {
  if (drag?.pointer !== event.pointerId) {
    return;
  }
  const way = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
  if (!drag.active && drag.timer === null && way > MOVED_ENOUGH) {
    beginDrag();
  } else if (!drag.active && way > SWIPED) {
    endDrag();
  }
  if (drag?.active) {
    drag.x = event.clientX;
    drag.y = event.clientY;
    followPointer();
  }
});

addEventListener("pointerup", (event) => {
  if (drag?.pointer !== event.pointerId) {
    return;
  }
  const { active, target, number } = drag;
  endDrag();
  if (active) {
    dragEnd = performance.now();
    select(number);
    if (target) {
      dropOn(number, target);
    }
  }
});

addEventListener("pointercancel", endDrag);

karyogramElement.addEventListener(
  "touchmove",
  (event) => {
    if (drag?.active) {
      event.preventDefault();
    }
  },
  { passive: false },
);

karyogramElement.addEventListener("contextmenu", (event) => {
  if (drag) {
    event.preventDefault();
  }
});

function beginDrag() {
  const box = drag.tile.getBoundingClientRect();
  drag.active = true;
  drag.tile.setPointerCapture(drag.pointer);
  drag.tile.classList.add("dragged");
  drag.ghost = drag.tile.querySelector("img").cloneNode();
  drag.ghost.className = "ghost";
  drag.ghost.style.width = `${box.width}px`;
  drag.ghost.style.height = `${box.height}px`;
  document.body.append(drag.ghost);
  document.body.classList.add("dragging");
  followPointer();
  requestAnimationFrame(scrollAtEdges);
}

function followPointer() {
  const { ghost, x, y } = drag;
  ghost.style.transform = `translate(${x - ghost.width / 2}px, ${y - ghost.height / 2}px)`;
  const place = document.elementFromPoint(x, y)?.closest("[data-place]") ?? null;
  const target = place?.dataset.place ?? null;
  if (target !== drag.target) {
    karyogramElement.querySelector(".drop-target")?.classList.remove("drop-target");
    place?.classList.add("drop-target");
    drag.target = target;
  }
}

/** Scrolls while a chromosome is held at the upper or lower edge: the page, or the part on a wide screen. */
function scrollAtEdges() {
  if (!drag?.active) {
    return;
  }
  const step = drag.y < EDGE ? -8 : drag.y > innerHeight - EDGE ? 8 : 0;
  if (step !== 0) {
    scrollBy(0, step);
    karyogramElement.parentElement.scrollBy(0, step);
    followPointer();
  }
  requestAnimationFrame(scrollAtEdges);
}

function endDrag() {
  if (!drag) {
    return;
  }
  clearTimeout(drag.timer);
  drag.ghost?.remove();
  drag.tile.classList.remove("dragged");
  karyogramElement.querySelector(".drop-target")?.classList.remove("drop-target");
  document.body.classList.remove("dragging");
  drag = null;
}

/** Gives a chromosome the place that it was dropped on. */
function dropOn(number, place) {
  const removed = removedChromosome(number) !== null;
  if (place === "debris") {
    if (!removed) {
      act({ do: "remove", chromosome: number });
    }
    return;
  }
  if (removed) {
    act({ do: "restore", chromosome: number });
  }
  if (removed || chromosome(number)?.designation !== place) {
    act({ do: "pin", chromosome: number, to: place });
  }
}
