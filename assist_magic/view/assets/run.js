// The live view of one run. Python tells changes under the keys c0, c1, ... of the model's state;
// they are replayed in order, so that a view can be drawn at any time. Model text is only ever
// set as text, or as Markdown that Python has made safe and the notebook sanitises once more.

function make(tag, name, parent, text) {
  const node = document.createElement(tag);
  node.className = `am-${name}`;
  if (text) node.textContent = text;
  parent?.append(node);
  return node;
}

// Safe Markdown as words, for front ends that give widgets no Markdown renderer.
function words(markdown) {
  return markdown
    .replace(/<\/?(?:span|code)>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/\\([*_~])/g, "$1")
    .replace(/&lt;/g, "<")
    .replace(/&amp;/g, "&");
}

// A block that always ends up showing the newest source, however long one rendering takes.
function markdownBlock(node, rendermime) {
  let wanted = "";
  let shown = "";
  let current = null;
  let busy = false;
  async function draw() {
    const renderer = rendermime.createRenderer("text/markdown");
    const data = { "text/markdown": wanted };
    shown = wanted;
    await renderer.renderModel(rendermime.createModel({ data, trusted: false }));
    // Formulas are measured where they stand, so the new rendering waits there unseen.
    renderer.node.classList.add("am-unseen");
    node.append(renderer.node);
    await rendermime.latexTypesetter?.typeset(renderer.node);
    renderer.node.classList.remove("am-unseen");
    current?.dispose();
    current = renderer;
    node.replaceChildren(renderer.node);
  }
  return async (source) => {
    wanted = source;
    if (!rendermime) node.textContent = words(source);
    if (!rendermime || busy) return;
    busy = true;
    try {
      while (shown !== wanted) await draw();
    } catch {
      rendermime = null;
      node.textContent = words(wanted);
    } finally {
      busy = false;
    }
  };
}

function clock(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.floor(seconds % 60);
  return minutes ? `${minutes} min ${rest} s` : `${rest} s`;
}

async function cancel(model, view) {
  if (view.button.getAttribute("aria-disabled")) return;
  // A button that is disabled outright would lose the keyboard.
  view.button.setAttribute("aria-disabled", "true");
  view.status.textContent = "Stopping";
  model.send({ cmd: "cancel" });
  try {
    await model.widget_manager.kernel.interrupt();
  } catch {
    view.hint.textContent = "The button cannot stop the run here: use the notebook's Stop button.";
    view.hint.hidden = false;
  }
}

function frame(model, el) {
  const rendermime = model.widget_manager?.rendermime;
  const root = make("section", "run", el);
  root.setAttribute("aria-label", "Assistant at work");
  const head = make("div", "head", root);
  make("span", "dot", head).setAttribute("aria-hidden", "true");
  const view = { root, rendermime, nodes: new Map(), blocks: new Map() };
  view.status = make("span", "status", head);
  view.status.setAttribute("role", "status");
  view.status.setAttribute("aria-live", "polite");
  view.clock = make("span", "clock", head);
  view.clock.setAttribute("aria-hidden", "true");
  view.about = make("span", "about", head);
  view.button = make("button", "cancel", head, "Cancel");
  view.button.type = "button";
  view.button.setAttribute("aria-label", "Cancel this run");
  view.button.addEventListener("click", () => cancel(model, view));
  view.hint = make("p", "hint", root);
  view.hint.setAttribute("role", "status");
  view.hint.hidden = true;
  view.notes = make("div", "notes", root);
  view.steps = make("div", "steps", root);
  view.answer = make("div", "answer", root);
  return view;
}

function stepNode(view, number) {
  const key = `step ${number}`;
  if (!view.nodes.has(key)) {
    foldDone(view);
    const root = make("div", "step", view.steps);
    const details = make("details", "work", root);
    details.open = true;
    const summary = make("summary", "title", details);
    summary.addEventListener("click", () => (details.dataset.touched = "yes"));
    const name = make("span", "name", summary);
    const state = make("span", "state", summary);
    const source = make("div", "source highlight", details);
    const code = make("code", "code", make("pre", "input", source));
    const log = make("pre", "log", details);
    const plots = make("div", "plots", root);
    view.nodes.set(key, { root, details, name, state, code, log, plots });
  }
  return view.nodes.get(key);
}

// Steps that have ended make room for what follows, unless the reader has opened or closed them.
function foldDone(view) {
  for (const { root, details } of view.nodes.values()) {
    if (details && root.dataset.state !== "working" && !details.dataset.touched) {
      details.open = false;
    }
  }
}

// A place in the answer, kept in the order of parts and of blocks within them.
function answerNode(view, part, block) {
  const key = `answer ${part} ${block}`;
  if (!view.nodes.has(key)) {
    const node = make("div", "block");
    node.order = part * 1e6 + block;
    const after = [...view.answer.children].find((other) => other.order > node.order);
    view.answer.insertBefore(node, after ?? null);
    view.nodes.set(key, node);
  }
  return view.nodes.get(key);
}

function picture(parent, source) {
  const image = make("img", "image");
  image.alt = "Image made by the assistant";
  image.src = source;
  parent.replaceChildren(image);
}

// Puts each piece of the code into a span of its class, if the pieces are those of this code.
function colour(node, pieces) {
  const text = node.textContent;
  const length = pieces.reduce((sum, [, size]) => sum + size, 0);
  if (!length || length !== text.length) return;
  let at = 0;
  const parts = pieces.map(([kind, size]) => {
    const piece = text.slice(at, (at += size));
    if (!kind) return piece;
    const span = document.createElement(kind === "c" ? "em" : "span");
    if (kind !== "c") span.className = kind;
    span.textContent = piece;
    return span;
  });
  node.replaceChildren(...parts);
}

const draw = {
  head(view, value) {
    if (view.status.textContent !== value.state) view.status.textContent = value.state;
    view.about.textContent = [value.model, value.tokens].filter(Boolean).join(" · ");
  },
  notes(view, value) {
    view.notes.replaceChildren(...value.map((note) => make("p", "note", null, note)));
  },
  step(view, value, number) {
    const node = stepNode(view, number);
    node.name.textContent = value.name;
    node.state.textContent = value.state;
    node.root.dataset.state = value.state;
  },
  code(view, value, number, _, known) {
    const node = stepNode(view, number).code;
    node.textContent = value;
    colour(node, known.get(`colours ${number}`) ?? []);
  },
  colours(view, value, number, _, known) {
    draw.code(view, known.get(`code ${number}`) ?? "", number, _, known);
  },
  log(view, value, number) {
    stepNode(view, number).log.textContent = value;
  },
  plot(view, value, number, place) {
    const { plots } = stepNode(view, number);
    while (plots.children.length <= place) make("div", "plot", plots);
    picture(plots.children[place], value);
  },
  image(view, value, part, block, known) {
    const [, step, place] = value.startsWith("plot ") ? value.split(" ") : [];
    if (step) stepNode(view, step).plots.children[place]?.replaceChildren();
    picture(answerNode(view, part, block), step ? known.get(value) : value);
  },
  text(view, value, part, block) {
    if (!view.blocks.size) foldDone(view);
    const node = answerNode(view, part, block);
    if (!view.blocks.has(node)) view.blocks.set(node, markdownBlock(node, view.rendermime));
    view.blocks.get(node)(value);
  },
  // The final outputs are about to take this place: the cell keeps its height meanwhile, and the
  // keyboard, which would be lost with a button or step that had it.
  end(view) {
    if (view.root.contains(document.activeElement)) {
      view.root.closest(".jp-Cell")?.focus({ preventScroll: true });
    }
    const area = view.root.closest(".jp-OutputArea");
    if (!area) return;
    area.style.minHeight = `${area.offsetHeight}px`;
    setTimeout(() => (area.style.minHeight = ""), 600);
  },
};

export default () => {
  const known = new Map();
  const views = new Set();
  const started = Date.now();
  let next = 0;

  function paint(view, key) {
    const [kind, ...numbers] = key.split(" ");
    const [first, second] = numbers.map(Number);
    draw[kind]?.(view, known.get(key), first, second, known);
  }

  function keep(change) {
    const { edits = [], ...facts } = change;
    for (const [key, value] of Object.entries(facts)) known.set(key, value);
    for (const [key, at, addition] of edits) {
      known.set(key, (known.get(key) ?? "").slice(0, at) + addition);
    }
    return [...Object.keys(facts), ...edits.map(([key]) => key)];
  }

  function take(model) {
    const keys = new Set();
    for (let change; (change = model.get(`c${next}`)) !== undefined; next += 1) {
      for (const key of keep(change)) keys.add(key);
    }
    for (const view of views) for (const key of keys) paint(view, key);
  }

  return {
    initialize({ model }) {
      model.on("change", () => take(model));
      take(model);
    },
    render({ model, el }) {
      const view = frame(model, el);
      const tick = () => (view.clock.textContent = clock((Date.now() - started) / 1000));
      const timer = setInterval(tick, 1000);
      tick();
      views.add(view);
      for (const key of known.keys()) paint(view, key);
      return () => {
        clearInterval(timer);
        views.delete(view);
      };
    },
  };
};
