/**
 * The page's own script: theme switch, filter over all functions, saving the JSON, opening what is folded before printing. The page
 * is complete without it. Everything from the report goes through textContent. Written for any browser of the last years.
 */
export const SCRIPT: string = `
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const dataText = byId("report-data").textContent;

  const remember = (theme) => { try { localStorage.setItem("sandglass-theme", theme); } catch { /* no storage: not remembered */ } };
  const remembered = () => { try { return localStorage.getItem("sandglass-theme"); } catch { return null; } };
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const toggle = byId("theme");
  const label = () => { toggle.textContent = isDark() ? "Light theme" : "Dark theme"; };
  const stored = remembered();
  if (stored === "dark" || stored === "light") root.dataset.theme = stored;
  toggle.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; remember(root.dataset.theme); label(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  label();
  toggle.hidden = false;

  const save = byId("save");
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([dataText], { type: "application/json" }));
    link.download = "report.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  save.hidden = false;

  addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("details")) one.open = true; });

  const body = byId("function-rows");
  if (!body) return;
  const limit = Number(body.dataset.limit);
  const report = JSON.parse(dataText);
  const audit = report.audit || report;
  const first = [...body.rows];
  const cell = (text, className) => {
    const made = document.createElement("td");
    const inner = className.startsWith("name") ? made.appendChild(document.createElement("code")) : made;
    inner.textContent = text;
    made.className = className;
    return made;
  };
  const visible = (text) => text.replace(/[\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]/g,
    (one) => "\\\\u" + one.charCodeAt(0).toString(16).padStart(4, "0"));
  const rowOf = (one) => {
    const row = document.createElement("tr");
    row.append(cell(visible(one.name), "name"), cell(visible(one.package), "name optional"), cell(one.bytes.toLocaleString("en-US"), "number"),
      cell((100 * one.bytes / Math.max(1, audit.bytes)).toFixed(1) + " %", "number"));
    return row;
  };
  const filter = byId("function-filter");
  const status = byId("function-status");
  const show = () => {
    const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const matches = words.length === 0 ? audit.functions
      : audit.functions.filter((one) => { const text = (one.name + " " + one.package).toLowerCase(); return words.every((word) => text.includes(word)); });
    body.replaceChildren(...(words.length === 0 ? first : matches.slice(0, limit).map(rowOf)));
    const bytes = matches.reduce((sum, one) => sum + one.bytes, 0);
    const shown = matches.length > limit ? ", the largest " + limit + " shown" : "";
    status.textContent = matches.length.toLocaleString("en-US") + (matches.length === 1 ? " function, " : " functions, ") + bytes.toLocaleString("en-US") + " bytes" + shown;
  };
  filter.addEventListener("input", show);
  filter.closest(".filter").hidden = false;
  show();
})();
`;
