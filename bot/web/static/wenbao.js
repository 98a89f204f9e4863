// Copying a quotation, sorting a table, the box emptied after a follow-up, files sent one by one. All else is htmx and HTML.
"use strict";

async function copy(button) {
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // Without https there is no clipboard; a selection can be copied anywhere.
    const area = document.createElement("textarea");
    area.value = button.dataset.copy;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = "已复制";
  setTimeout(() => { button.textContent = said; }, 1500);
}

function sort(button) {
  const head = button.closest("th"), table = head.closest("table"), body = table.tBodies[0];
  const column = [...head.parentNode.children].indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentNode.querySelectorAll("[aria-sort]")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const value = row => row.cells[column].dataset.order ?? row.cells[column].textContent;
  const rows = [...body.rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    const order = x !== "" && y !== "" && !isNaN(x) && !isNaN(y) ? x - y : x.localeCompare(y, "zh-CN");
    return down ? -order : order;
  });
  body.append(...rows);
}

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button?.dataset.copy !== undefined) copy(button);
  else if (button?.closest("table.sortable thead")) sort(button);
});

document.addEventListener("htmx:after:swap", () => {
  const turns = document.querySelectorAll("article.turn");
  const last = turns[turns.length - 1], box = document.querySelector(".follow input[name=q]");
  if (last && box && last.id !== box.dataset.seen && box.value) {
    box.value = "";
    last.scrollIntoView({ block: "start" });
  }
  if (last && box) box.dataset.seen = last.id;
});

// Files go one by one, so that each tells what became of it while the next is on its way.
const loading = document.querySelector("#load");
if (loading) {
  const list = document.querySelector("#loads");
  const send = async files => {
    for (const file of files) {
      const row = document.createElement("div"), bar = document.createElement("progress");
      row.append(`正在载入 ${file.name} `, bar);
      list.prepend(row);
      const form = new FormData(loading);
      form.set("files", file);
      const token = form.get("csrf");
      try {
        const response = await fetch("/load", { method: "POST", body: form, headers: { "hx-request": "true", "x-csrf-token": token } });
        const text = await response.text();
        if (response.ok) row.innerHTML = text;
        else if (response.status === 413) row.textContent = `${file.name}：文件太大。`;
        else row.textContent = `${file.name}：${new DOMParser().parseFromString(text, "text/html").querySelector("[role=alert]")?.textContent ?? "没能上传"}`;
      } catch {
        row.textContent = `${file.name}：没能上传，请检查网络后再试。`;
      }
    }
  };
  loading.addEventListener("submit", event => {
    event.preventDefault();
    const box = loading.querySelector("input[type=file]");
    send([...box.files]).then(() => { box.value = ""; });
  });
  for (const name of ["dragover", "drop"]) document.addEventListener(name, event => event.preventDefault());
  document.addEventListener("drop", event => send([...event.dataTransfer.files]));
}
