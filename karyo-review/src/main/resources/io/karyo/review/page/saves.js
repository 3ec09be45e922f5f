// Files that the server makes, and printing.

const SAVES = [
  { text: "Karyotype with its review (JSON)", path: "karyotype.json" },
  { text: "Karyogram (PNG)", path: "karyogram.png" },
  { text: "Karyogram (SVG)", path: "karyogram.svg" },
  { text: "Karyogram (PDF)", path: "karyogram.pdf" },
  { text: "Placed and confirmed chromosomes for training (ZIP)", path: "training.zip" },
  { text: "Report of the case (HTML)", path: "report.html", ofCase: true },
  { text: "Report of the case (PDF)", path: "report.pdf", ofCase: true },
];

const saveButton = byId("save");
const saveList = byId("saves");

saveList.append(
  ...SAVES.map((save) =>
    make("li", {}, make("button", { type: "button", text: save.text, onclick: () => saveFile(save) })),
  ),
);

function toggleSaves(open) {
  saveList.hidden = !open;
  saveButton.setAttribute("aria-expanded", String(open));
  if (open) {
    saveList.querySelector("button").focus();
  }
}

saveButton.addEventListener("click", () => toggleSaves(saveList.hidden));

document.addEventListener("click", (event) => {
  if (!saveList.hidden && !event.target.closest(".menu")) {
    toggleSaves(false);
  }
});

saveList.parentElement.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !saveList.hidden) {
    event.stopPropagation();
    toggleSaves(false);
    saveButton.focus();
  }
});

async function saveFile(save) {
  toggleSaves(false);
  saveButton.focus();
  const path = save.ofCase ? `api/case/${save.path}` : `api/cells/${store.index}/${save.path}`;
  const file = fileName(save);
  try {
    const response = await request(path);
    const url = URL.createObjectURL(await response.blob());
    const link = make("a", { href: url, download: file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    announce(`Saved ${file}.`);
  } catch (failure) {
    if (failure instanceof Refused && failure.status !== 401) {
      showError(`${file} was not saved: ${failure.message}`);
    } else {
      lost(failure);
    }
  }
}

/** The name of the cell or case before the file's own, without what file systems do not take. */
function fileName(save) {
  const owner = save.ofCase ? store.case?.id : current().cell;
  return `${(owner ?? "cell").replace(/[^\p{L}\p{N}._-]+/gu, "_")}-${save.path}`;
}

byId("print").addEventListener("click", () => window.print());
