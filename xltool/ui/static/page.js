// What plain forms cannot do: files dropped anywhere, progress while waiting, a sign that the window is open.
"use strict";

const MOST_BYTES = 60 * 1024 * 1024, MOST_FILES = 1000, SIGN = 60000;

const form = document.querySelector("form[data-drop]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const status = form.querySelector("[role=status]");
  const send = () => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    if (size > MOST_BYTES || input.files.length > MOST_FILES) {
      status.textContent = "一次最多 60 MB、1000 个文件，请分几次。";
      return false;
    }
    status.textContent = input.files.length > 1 ? `正在读 ${input.files.length} 个文件……` : "正在读……";
    return true;
  };
  form.addEventListener("submit", event => { if (!send()) event.preventDefault(); });
  const stop = event => { event.preventDefault(); event.stopPropagation(); };
  let depth = 0;
  document.addEventListener("dragenter", event => { stop(event); depth += 1; document.body.classList.add("over"); });
  document.addEventListener("dragover", stop);
  document.addEventListener("dragleave", () => { depth -= 1; if (depth < 1) document.body.classList.remove("over"); });
  document.addEventListener("drop", async event => {
    stop(event);
    depth = 0;
    document.body.classList.remove("over");
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry && item.webkitGetAsEntry());
    let files = [...event.dataTransfer.files];
    if (entries.some(entry => entry && entry.isDirectory)) files = await all(entries.filter(Boolean));
    if (!files.length) return;
    const held = new DataTransfer();
    files.forEach(file => held.items.add(file));
    input.files = held.files;
    if (send()) form.submit();
  });
}

// Every file of the dropped folders, hidden ones left out.
async function all(entries) {
  const found = [];
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name.startsWith("~$")) continue;
    if (entry.isFile) found.push(await new Promise((done, fail) => entry.file(done, fail)));
    else {
      const reader = entry.createReader();
      for (;;) {  // it gives a hundred at a time
        const some = await new Promise((done, fail) => reader.readEntries(done, fail));
        if (!some.length) break;
        found.push(...await all(some));
      }
    }
  }
  return found;
}

const job = document.querySelector("[data-job]");
if (job) {
  const events = new EventSource(`${job.dataset.job}/events`);
  events.onmessage = event => {
    const now = JSON.parse(event.data);
    if (now.total) Object.assign(job.querySelector("progress"), { max: now.total, value: now.done });
    job.querySelector("[role=status]").textContent = now.words;
    if (now.state !== "running") { events.close(); location.replace(job.dataset.job); }
  };
}

// A link to a finding inside a closed list opens it; a link to a cell puts the focus there.
function arrive() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const closed = target.closest("details:not([open])");
  if (closed) { closed.open = true; target.scrollIntoView(); }
  if (target.tabIndex === -1 && target.hasAttribute("tabindex")) target.focus();
}
addEventListener("hashchange", arrive);
arrive();

const sign = () => fetch("/window", { method: "POST" }).catch(() => {});
sign();
setInterval(sign, SIGN);
