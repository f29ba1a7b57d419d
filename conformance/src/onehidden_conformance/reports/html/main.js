// What happens on the page.

function draw() {
  const verdict = document.getElementById("verdict");
  const outcomes = everybody().map(outcomeOf);
  const all = state.report.footer.faults.length || !outcomes.length ? [...outcomes, "not conforming"] : outcomes;
  const worst = ["bad", "warn", "good"].find((each) => all.some((outcome) => tone(outcome) === each));
  verdict.className = worst;
  verdict.replaceChildren(make("strong", {}, VERDICTS[worst]), make("span", {}, summed(outcomes)));
  const [id, implementation] = opened();
  const vector = id === "" ? null : state.report.vectors.get(id);
  const content = vector ? vectorView(vector, implementation) : id === "" ? overview() : [make("p", { class: "bad" }, `This report has no vector ${id}.`), ...overview()];
  document.getElementById("main").replaceChildren(...content.filter((part) => part !== null));
  document.title = vector ? `${vector.id} - Conformance report` : "Conformance report";
}

const VERDICTS = { good: "Conforming", warn: "Not settled", bad: "Not conforming" };

// How many implementations came to which end.
function summed(outcomes) {
  const kinds = [...new Set(outcomes)];
  const asked = `, asked ${plural(state.report.vectors.size, "vector")}`;
  if (outcomes.length === 1) return `${shorts().get(everybody()[0].name)}: ${outcomes[0]}${asked}`;
  const counts = kinds.map((kind) => `${outcomes.filter((outcome) => outcome === kind).length} ${kind}`);
  return `${plural(outcomes.length, "implementation")}: ${counts.join(", ")}${asked}`;
}

function opened() {
  try {
    return location.hash.slice(1).split("@").map(decodeURIComponent);
  } catch {
    return [location.hash.slice(1)]; // typed by hand
  }
}

function complain(text) {
  const problem = document.getElementById("problem");
  problem.textContent = text;
  problem.hidden = text === "";
}

async function take(file) {
  try {
    demand(file.size <= LARGEST, "it is too large");
    state.report = await readReport(await file.text());
    Object.assign(state, { show: "all", group: "", implementation: "", words: "" });
    complain("");
    location.hash = "";
    draw();
  } catch (error) {
    complain(`${file.name} cannot be shown: ${error.message}.`);
  }
}

function drag(event) {
  event.preventDefault();
  document.body.classList.toggle("dragging", event.type === "dragover");
  if (event.type === "drop" && event.dataTransfer.files.length) take(event.dataTransfer.files[0]);
}

async function begin() {
  for (const type of ["dragover", "dragleave", "drop"]) document.addEventListener(type, drag);
  document.getElementById("file").addEventListener("change", (event) => { if (event.target.files.length) take(event.target.files[0]); });
  try {
    state.report = await readReport(JSON.parse(document.getElementById("report").textContent));
  } catch (error) {
    complain(`The report of this page cannot be shown: ${error.message}.`);
    return;
  }
  window.addEventListener("hashchange", () => { draw(); window.scrollTo(0, 0); });
  draw();
}

begin();
