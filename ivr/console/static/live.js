// Pages that follow what happens: new parts as they come, times that run, forms without a reload, keys, signs of life.
"use strict";
const root = document.querySelector("[data-live]");
const formToken = document.querySelector('meta[name="form-token"]').content;
const titleEnd = document.title.slice(document.title.lastIndexOf(" · "));
const told = document.getElementById("told");
const lost = document.getElementById("lost");
const help = document.getElementById("help");
let ahead = Date.parse(root.dataset.now) - Date.now();

// --- times ---

function clockFace(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
  return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

function runTimes() {
  const now = Date.now() + ahead;
  for (const one of root.querySelectorAll("time[data-since]")) one.textContent = clockFace(now - Date.parse(one.dataset.since));
  for (const one of root.querySelectorAll("time[data-until]")) one.textContent = clockFace(Date.parse(one.dataset.until) - now);
}

// --- new parts: what is being typed stays, and so does the place of the keyboard ---

const nameOf = (field) => `${field.form ? field.form.getAttribute("action") : ""} ${field.name}`;
const fieldsOf = (part) => [...part.querySelectorAll("input:not([type=hidden]), select, textarea")];
const touched = (field) =>
  field.tagName === "SELECT" ? [...field.options].some((one) => one.selected !== one.defaultSelected && one.selected) : field.value !== field.defaultValue;

function replace(part, html) {
  if (part.dataset.html === html) return;
  const typed = new Map(fieldsOf(part).filter(touched).map((field) => [nameOf(field), field.value]));
  const opened = [...part.querySelectorAll("details[open]")].map((one) => one.id);
  const at = part.contains(document.activeElement) ? document.activeElement : null;
  const caret = at && "selectionStart" in at ? [at.selectionStart, at.selectionEnd] : null;
  const was = at && { key: at.dataset.key, field: at.name ? nameOf(at) : "" };
  part.innerHTML = html;
  part.dataset.html = html;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  for (const field of fieldsOf(part)) {
    if (typed.has(nameOf(field))) field.value = typed.get(nameOf(field));
    if (was && was.field && nameOf(field) === was.field) {
      field.focus();
      if (caret && caret[0] !== null && field.setSelectionRange) field.setSelectionRange(...caret);
    }
  }
  if (was && was.key) part.querySelector(`[data-key="${was.key}"]`)?.focus();
}

function show(news) {
  ahead = Date.parse(news.now) - Date.now();
  document.title = news.title + titleEnd;
  for (const [id, html] of Object.entries(news.parts)) replace(document.getElementById(id), html);
  if (told.textContent !== news.told) told.textContent = news.told;
  unhide();
  runTimes();
}

function unhide() {
  for (const one of document.querySelectorAll("[data-opens]")) one.hidden = false;
}

// --- what the server says ---

let source = null;

function follow() {
  source = new EventSource(root.dataset.live);
  source.onmessage = (event) => { lost.hidden = true; show(JSON.parse(event.data)); };
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(follow, 3000); };
}

async function beat() {
  try {
    const answer = await fetch(root.dataset.beat, { method: "POST", headers: { "X-Form-Token": formToken }, signal: AbortSignal.timeout(2900) });
    if (answer.status === 401 || answer.status === 400) location.reload();
    lost.hidden = answer.ok || answer.status === 409;
  } catch { lost.hidden = false; }
  if (!lost.hidden) lost.textContent = root.dataset.lost;
}

// --- forms ---

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!root.contains(form) || form.method !== "post") return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const body = new FormData(form, event.submitter);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body), headers: { "X-Form-Token": formToken, "X-Live": "1" } });
    if (answer.ok) {
      form.reset();
      show(await answer.json());
    } else location.reload();
  } catch {
    lost.textContent = root.dataset.lost;
    lost.hidden = false;
  } finally { delete form.dataset.sending; }
});

// --- keys: never while somebody types, and whoever wants none turns them off ---

const keysOn = document.getElementById("keys-on");
if (keysOn) {
  keysOn.checked = localStorage.getItem("keys") !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (event.key === "Escape" && at.closest("form, details") && root.contains(at)) { at.blur(); return; }
  if (help?.open || (keysOn && !keysOn.checked && event.key !== "?")) return;
  if (at.matches("textarea, select, input:not([type=checkbox])")) return;
  const pressed = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
  if (!pressed || pressed.disabled) return;
  event.preventDefault();
  pressed.click();
  if (pressed.tagName === "SUMMARY" && pressed.parentElement.open) pressed.parentElement.querySelector("select, input:not([type=hidden])")?.focus();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
});

unhide();
runTimes();
setInterval(runTimes, 1000);
follow();
if (root.dataset.beat) {
  beat();
  setInterval(beat, 3000);
}
