/** Colours by meaning. Every pair of text and ground has a contrast of at least 4.5 (WCAG 2.2 AA), in both themes. */
const LIGHT = `
  --ground: #faf9f6; --surface: #ffffff; --sunken: #f4f2ed; --line: #e3dfd6; --line-strong: #c9c3b6;
  --ink: #1d1b18; --muted: #625d54; --accent: #85590f; --focus: #1a5fb4;
  --reject: #b02018; --warn: #8a5300; --accept: #1c6a39; --note: #1d5a96;
  --reject-wash: #fbeceb; --warn-wash: #fcf2df; --accept-wash: #e9f5ec; --note-wash: #eaf2fb;
  --bar: #b98a3a; --bar-ground: #ece8df; --shadow: 0 1px 2px rgb(60 50 30 / .06), 0 4px 16px rgb(60 50 30 / .05);
  --s0: #8c6520; --s1: #c09a52; --s2: #4d6f8f; --s3: #8fabc2; --s4: #5d7f5a; --s5: #a3bd9c; --s6: #8a6a8f; --s7: #bdb6a8;`;

const DARK = `
  --ground: #151412; --surface: #1d1b19; --sunken: #131210; --line: #34312c; --line-strong: #4d4942;
  --ink: #ece8e1; --muted: #aaa398; --accent: #e0b560; --focus: #8ab8f0;
  --reject: #ff9187; --warn: #f0b955; --accept: #82d49b; --note: #92c0ee;
  --reject-wash: #351917; --warn-wash: #322510; --accept-wash: #14291b; --note-wash: #142538;
  --bar: #d0a14d; --bar-ground: #35312a; --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 4px 16px rgb(0 0 0 / .25);
  --s0: #d9aa58; --s1: #8f6c2f; --s2: #86add0; --s3: #4a6783; --s4: #90b98b; --s5: #55734f; --s6: #b892be; --s7: #5c574e;`;

/** The reader's system decides, unless the page's own switch was used; paper is always light. */
export const TOKENS: string = `
:root { color-scheme: light dark; ${LIGHT}
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${DARK} } }
@media screen { :root[data-theme="dark"] { color-scheme: dark; ${DARK} } }
:root[data-theme="light"] { color-scheme: light; }
`;
