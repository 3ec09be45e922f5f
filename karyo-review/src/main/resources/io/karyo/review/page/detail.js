// What is known of the selected chromosome: probabilities, bands beside those expected, neighbours.

const details = new Map();
const CHART = { height: 230, image: 78, ideogram: 16, curve: 150, gap: 14 };

/** A detail belongs to a state: after an action it is asked for anew. */
function detailKey(state, number) {
  return `${state.index}/${state.version}/${number}`;
}

let asked = null;
let asking = new AbortController();

/** An action is about to change what is known: answers for the old state are of no use. */
function forgetQuestion() {
  clearTimeout(asked);
  asking.abort();
  askAnew();
}

/** Has the next drawing ask again, even for the same state: no answer came. */
function askAnew() {
  delete byId("detail").dataset.key;
}

function drawDetail(state) {
  const one = chromosome(store.selected);
  const gone = removedChromosome(store.selected);
  const known = one ? details.get(detailKey(state, one.number)) ?? one.detail : null;
  const key = JSON.stringify([detailKey(state, store.selected), Boolean(known), store.index]);
  const element = byId("detail");
  if (element.dataset.key === key) {
    return;
  }
  forgetQuestion();
  element.dataset.key = key;
  byId("detail-title").textContent = one
    ? `Chromosome ${one.number} at ${one.designation}`
    : gone
      ? `Chromosome ${gone.number} in the debris`
      : "Chromosome";
  element.replaceChildren();
  if (one) {
    element.append(drawFacts(one), drawProbabilities(one), drawChartOf(known));
    if (known) {
      element.append(...drawNeighbours(known));
    } else if (store.served) {
      askForDetail(state, one.number);
    }
  } else if (gone) {
    element.append(make("p", { class: "quiet", text: gone.source }));
  }
}

function drawFacts(one) {
  const facts = [one.source];
  facts.push(one.polarity === "P_UP" ? "p arm up in its image" : "p arm down in its image");
  if (one.confirmed) {
    facts.push("confirmed");
  } else if (one.pinned) {
    facts.push("placed by hand");
  }
  if (one.margin !== null && one.margin !== undefined) {
    facts.push(`margin ${one.margin.toFixed(1)}`);
  }
  return make("p", { class: "quiet", text: facts.join(" · ") });
}

function drawProbabilities(one) {
  const rows = [one, ...one.alternatives].map((other) => {
    const bar = make("span", { class: "bar", "aria-hidden": "true" });
    setVariables(bar, { share: other.probability });
    return make(
      "tr",
      {},
      make("th", { scope: "row", text: other.designation }),
      make("td", { class: "bar-cell" }, bar),
      make("td", { class: "amount", text: percent(other.probability) }),
    );
  });
  return make(
    "table",
    { class: "probabilities" },
    make("caption", { class: "unseen", text: "Probabilities of designations" }),
    make("tbody", {}, ...rows),
  );
}

/** Waits a moment, so that walking with a held arrow key asks for the last chromosome only. */
function askForDetail(state, number) {
  asking = new AbortController();
  const { signal } = asking;
  const path = `api/cells/${state.index}/chromosomes/${number}`;
  asked = setTimeout(async () => {
    if (waiting.length > 0) {
      askAnew();
      return;
    }
    try {
      details.set(detailKey(state, number), await requestJson(path, { signal }));
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      askAnew();
      if (failure instanceof Refused && failure.status !== 401) {
        byId("detail").append(make("p", { class: "field-error", text: failure.message }));
      }
      return;
    }
    if (!signal.aborted) {
      drawDetail(current());
    }
  }, 120);
}

function drawChartOf(detail) {
  if (!detail) {
    return make("p", { class: "quiet chart-room", text: "Reading the bands…" });
  }
  const figure = make("figure", { class: "bands" }, drawChart(detail));
  const legend = [["measured", "measured"]];
  if (detail.ideal) {
    legend.push(["ideal", `expected for ${detail.designation}${fitText(detail.profile, detail.ideal)}`]);
  }
  if (detail.otherIdeal) {
    legend.push(["other-ideal", `expected for ${detail.other}${fitText(detail.profile, detail.otherIdeal)}`]);
  }
  figure.append(
    make(
      "figcaption",
      {},
      ...legend.map(([kind, text]) =>
        make(
          "span",
          {},
          makeSvg(
            "svg",
            { viewBox: "0 0 24 8", class: "swatch", "aria-hidden": "true" },
            makeSvg("path", { d: "M0 4H24", class: `curve ${kind}` }),
          ),
          make("span", { text }),
        ),
      ),
    ),
  );
  return figure;
}

/** The straightened image, the ideogram and the band profiles, all as long as each other. */
function drawChart(detail) {
  const { height, image, ideogram, curve, gap } = CHART;
  const other = image + gap + ideogram + gap;
  const left = detail.otherIdeogram ? other + ideogram + gap : other;
  const width = left + curve;
  const svg = makeSvg("svg", {
    viewBox: `-2 -2 ${width + 4} ${height + 4}`,
    role: "img",
    "aria-label": chartText(detail),
  });
  svg.append(
    makeSvg("rect", { class: "chart-tile", x: 0, y: 0, width: image, height }),
    makeSvg("image", { href: detail.straightened, x: 3, y: 0, width: image - 6, height, preserveAspectRatio: "xMidYMid meet" }),
  );
  if (detail.ideogram) {
    svg.append(drawIdeogram(detail.ideogram, image + gap));
  }
  if (detail.otherIdeogram) {
    svg.append(drawIdeogram(detail.otherIdeogram, other, "other"));
  }
  svg.append(makeSvg("rect", { class: "chart-ground", x: left, y: 0, width: curve, height }));
  const curves = [
    ["other-ideal", detail.otherIdeal],
    ["ideal", detail.ideal],
    ["measured", detail.profile],
  ];
  for (const [kind, values] of curves.filter(([, points]) => points)) {
    svg.append(makeSvg("path", { class: `curve ${kind}`, d: curvePath(values, left) }));
  }
  return svg;
}

function drawIdeogram(bands, x, kind = "own") {
  const { height, ideogram } = CHART;
  const ground = { class: "ideogram-ground", x, y: 0, width: ideogram, height, rx: 4 };
  const group = makeSvg("g", { class: `ideogram ${kind}` }, makeSvg("rect", ground));
  for (const band of bands) {
    const rect = makeSvg("rect", {
      x,
      y: band.from * height,
      width: ideogram,
      height: Math.max(0.5, (band.to - band.from) * height),
      "fill-opacity": band.stain,
    });
    rect.append(makeSvg("title", { text: band.name }));
    group.append(rect);
  }
  group.append(makeSvg("rect", { class: "rim", x, y: 0, width: ideogram, height, rx: 4 }));
  return group;
}

function curvePath(values, left) {
  const { height, curve } = CHART;
  return values
    .map((value, i) => {
      const x = left + Math.min(1, Math.max(0, value)) * curve;
      const y = ((i + 0.5) * height) / values.length;
      return `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

/** How well two profiles agree, as their correlation. */
function correlation(profile, ideal) {
  const n = profile.length;
  const other = profile.map((_, i) => ideal[Math.min(ideal.length - 1, Math.floor(((i + 0.5) * ideal.length) / n))]);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / n;
  const a = mean(profile);
  const b = mean(other);
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < n; i += 1) {
    product += (profile[i] - a) * (other[i] - b);
    squaresA += (profile[i] - a) ** 2;
    squaresB += (other[i] - b) ** 2;
  }
  const scale = Math.sqrt(squaresA * squaresB);
  return scale > 0 ? product / scale : null;
}

function fitText(profile, ideal) {
  const r = correlation(profile, ideal);
  return r === null ? "" : ` (r = ${r.toFixed(2)})`;
}

function chartText(detail) {
  const parts = ["Band profile"];
  if (detail.ideal) {
    parts.push(`against that expected for ${detail.designation}${fitText(detail.profile, detail.ideal)}`);
  }
  if (detail.otherIdeal) {
    parts.push(`and for ${detail.other}${fitText(detail.profile, detail.otherIdeal)}`);
  }
  return parts.join(" ");
}

function drawNeighbours(detail) {
  const parts = [];
  if (detail.typicality !== null && detail.typicality !== undefined) {
    parts.push(make("p", { class: "quiet", text: `Typicality ${detail.typicality.toFixed(2)}` }));
  }
  if (detail.neighbours?.length > 0) {
    parts.push(
      drawTable(
        "Nearest chromosomes of the training",
        ["Type", "Distance"],
        detail.neighbours.map((one) => [one.type, one.distance.toFixed(2)]),
      ),
    );
  }
  if (detail.similar?.length > 0) {
    parts.push(
      drawTable(
        "Nearest chromosomes of this case",
        ["At", "", "Distance", "Which"],
        detail.similar.map((one) => [
          one.designation,
          make("img", { src: one.image, alt: "" }),
          one.distance.toFixed(2),
          whichText(one),
        ]),
      ),
    );
  }
  return parts;
}

function whichText(one) {
  const number = `no. ${one.number}${one.cell === store.index ? "" : ` of ${one.name}`}`;
  return one.confirmed ? `${number}, confirmed` : number;
}

/** A table whose first column names the rows. */
function drawTable(caption, head, rows) {
  return make(
    "table",
    { class: "neighbours" },
    make("caption", { text: caption }),
    make("thead", {}, make("tr", {}, ...head.map((text) => make(text ? "th" : "td", text ? { scope: "col", text } : {})))),
    make(
      "tbody",
      {},
      ...rows.map(([first, ...others]) =>
        make(
          "tr",
          {},
          make("th", { scope: "row", text: first }),
          ...others.map((other) => (typeof other === "string" ? make("td", { text: other }) : make("td", {}, other))),
        ),
      ),
    ),
  );
}

onDraw(drawDetail);
