import { TOKENS } from "./tokens.ts";

const PAGE = `
* { box-sizing: border-box; }
html { scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 var(--sans); overflow-wrap: anywhere; }
code, pre, .mono { font-family: var(--mono); font-size: .875em; unicode-bidi: isolate; }
pre { overflow-wrap: normal; }
pre code { font-size: inherit; }
a { color: inherit; text-underline-offset: .2em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3 { line-height: 1.25; margin: 0; text-wrap: balance; }
h2 { font-size: 1.25rem; letter-spacing: -.01em; }
h3 { font-size: 1rem; }
p { margin: 0; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; z-index: 2; background: var(--surface); padding: .5rem 1rem; }
.top { position: sticky; top: 0; z-index: 1; background: var(--ground); border-bottom: 1px solid var(--line); }
.top > div { max-width: 66rem; margin: auto; padding: .6rem 1.25rem; display: flex; align-items: center; gap: 1.25rem; }
.brand { display: flex; align-items: center; gap: .5rem; font-weight: 650; letter-spacing: -.01em; }
.brand svg { color: var(--accent); }
.top nav { flex: 1; min-width: 0; overflow-x: auto; scrollbar-width: none; }
.top ul { display: flex; gap: 1.1rem; margin: 0; padding: .15rem; list-style: none; font-size: .875rem; white-space: nowrap; }
.top nav a { color: var(--muted); text-decoration: none; }
.top nav a:hover { color: var(--ink); text-decoration: underline; }
button { font: inherit; font-size: .8125rem; color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong);
  border-radius: 6px; padding: .25rem .7rem; cursor: pointer; white-space: nowrap; }
button:hover { border-color: var(--muted); }
main { max-width: 66rem; margin: auto; padding: 2rem 1.25rem 4rem; display: grid; gap: 2.75rem; }
main > * { min-width: 0; }
section { display: grid; gap: 1rem; }
section > * { min-width: 0; }
.lead { color: var(--muted); }
.subhead { margin-top: .75rem; }
footer { max-width: 66rem; margin: auto; padding: 1.25rem; border-top: 1px solid var(--line); color: var(--muted);
  font-size: .875rem; display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: center; justify-content: space-between; }
`;

const BANNER = `
.banner { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); overflow: hidden; gap: 0; }
.banner-head { display: flex; gap: 1.2rem; align-items: center; padding: 1.5rem 1.75rem; }
.banner-head svg { flex: none; }
.banner h1 { display: grid; gap: .1rem; min-width: 0; font-weight: 400; }
.banner .verdict { font-size: clamp(1.5rem, 4vw, 2rem); font-weight: 700; letter-spacing: -.02em; line-height: 1.15; }
.banner .subject { font: clamp(.875rem, 2.4vw, 1rem)/1.4 var(--mono); }
.reject .verdict, .reject .banner-head svg { color: var(--reject); }
.warn .verdict, .warn .banner-head svg { color: var(--warn); }
.accept .verdict, .accept .banner-head svg { color: var(--accept); }
.neutral .verdict, .neutral .banner-head svg { color: var(--accent); }
.reject .banner-head { background: var(--reject-wash); } .warn .banner-head { background: var(--warn-wash); }
.accept .banner-head { background: var(--accept-wash); }
.reasons { margin: 0; padding: 1.1rem 1.75rem 1.25rem 2.9rem; border-top: 1px solid var(--line); display: grid; gap: .3rem; }
.reasons li::marker { color: var(--line-strong); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 0; margin: 0; border-top: 1px solid var(--line); }
.facts > div { padding: 1rem 1.75rem 1.1rem; box-shadow: 1px 0 0 var(--line), 0 -1px 0 var(--line); min-width: 0; }
.facts dt { font-size: .8125rem; color: var(--muted); }
.facts dd { margin: 0; }
.facts .figure { font-size: 1.25rem; font-weight: 600; letter-spacing: -.015em; font-variant-numeric: tabular-nums; line-height: 1.35; }
.facts .detail { font-size: .8125rem; color: var(--muted); font-variant-numeric: tabular-nums; }
`;

const FINDINGS = `
.finding { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.4rem; display: grid; gap: .8rem; }
.finding > * { min-width: 0; }
.finding h3 { font-size: 1.0625rem; }
.meta > *, .legend li { min-width: 0; }
.meta { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; font-size: .875rem; color: var(--muted); }
.tag { font-size: .75rem; font-weight: 650; border-radius: 4px; padding: .08rem .45rem; }
.tag.error { color: var(--reject); background: var(--reject-wash); } .tag.warning { color: var(--warn); background: var(--warn-wash); }
.tag.info { color: var(--note); background: var(--note-wash); }
.frame { margin: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--sunken); }
.frame figcaption { padding: .35rem .9rem; font: .8125rem var(--mono); color: var(--muted); border-bottom: 1px solid var(--line); }
.frame pre { margin: 0; padding: .6rem 0; overflow-x: auto; line-height: 1.6; font-size: .8125rem; }
.frame .row { display: block; padding-right: 1rem; min-width: max-content; }
.frame .hit { background: color-mix(in srgb, var(--line) 45%, transparent); }
.frame .no { display: inline-block; min-width: 3.5em; padding-right: 1em; text-align: right; color: var(--muted); user-select: none; }
.frame .gap { color: var(--muted); user-select: none; }
.frame mark { color: inherit; border-radius: 3px; padding: .1em 0; background: var(--note-wash); box-shadow: inset 0 -2px var(--note); }
.error .frame mark.primary { background: var(--reject-wash); box-shadow: inset 0 -2px var(--reject); }
.warning .frame mark.primary { background: var(--warn-wash); box-shadow: inset 0 -2px var(--warn); }
.frame .label { color: var(--note); font-family: var(--sans); font-size: .8125rem; }
.notes { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; font-size: .9375rem; }
.notes dt { color: var(--muted); font-weight: 600; font-size: .8125rem; line-height: 1.75; } .notes dd { margin: 0; } .notes .path { margin: 0; padding-left: 1.25rem; }
details > summary { cursor: pointer; color: var(--muted); font-size: .875rem; width: fit-content; }
details[open] > summary { margin-bottom: .6rem; }
.about { display: grid; gap: .6rem; font-size: .9375rem; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: .8rem; }
.pair > div { min-width: 0; display: grid; gap: .3rem; align-content: start; font-size: .8125rem; color: var(--muted); }
`;

const DATA = `
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.4rem; display: grid; gap: .9rem; }
.card > * { min-width: 0; }
.card ul { margin: 0; padding-left: 1.2rem; } .card ul.legend { padding: 0; }
.stop { font-size: 1.0625rem; font-weight: 650; } .stop.bad { color: var(--reject); } .stop.warn { color: var(--warn); } .stop.good { color: var(--accept); }
.remedy { border-left: 3px solid var(--accent); padding-left: .9rem; }
.stream, pre.code { margin: 0; padding: .9rem 1.1rem; background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; overflow: auto;
  max-height: 28rem; line-height: 1.5; font-size: .8125rem; color: var(--ink); tab-size: 4; }
.pairs { margin: 0; display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .4rem 1.5rem; font-size: .9375rem; }
.pairs dt { color: var(--muted); } .pairs dd { margin: 0; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
td.number, th, td.text { overflow-wrap: normal; }
th { text-align: left; font-weight: 500; font-size: .8125rem; color: var(--muted); border-bottom: 1px solid var(--line-strong); white-space: nowrap; }
th, td { padding: .38rem .9rem .38rem 0; vertical-align: baseline; } th:last-child, td:last-child { padding-right: 0; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
td.name { min-width: 9rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.graph { width: 24%; min-width: 4rem; }
.bar { display: block; width: 100%; height: .5rem; border-radius: 3px; background: var(--bar-ground); }
.bar rect { fill: var(--bar); } .bar.full rect { fill: var(--reject); }
.facts .bar { margin-top: .5rem; height: .3rem; }
.stack { display: block; width: 100%; height: 1.6rem; border-radius: 6px; background: var(--bar-ground); }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 0; padding: 0; list-style: none; font-size: .8125rem; color: var(--muted); }
.legend svg { width: .7rem; height: .7rem; border-radius: 2px; margin-right: .4rem; }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); } .s3 { fill: var(--s3); } .s4 { fill: var(--s4); }
.s5 { fill: var(--s5); } .s6 { fill: var(--s6); } .s7 { fill: var(--s7); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; align-items: start; }
.filter { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center; font-size: .875rem; }
.filter[hidden] { display: none; }
.filter label { color: var(--muted); }
.filter input { font: inherit; flex: 1 1 12rem; min-width: 0; max-width: 24rem; color: var(--ink); background: var(--ground); border: 1px solid var(--line-strong); border-radius: 6px; padding: .3rem .6rem; }
.filter p { color: var(--muted); }
.tall { max-height: 27rem; overflow: auto; } .tall thead th { position: sticky; top: 0; background: var(--surface); }
.over { color: var(--reject); font-weight: 600; } .within { color: var(--accept); }
`;

const MEDIA = `
@media (max-width: 40rem) {
  .top > div { flex-wrap: wrap; gap: .3rem 1rem; justify-content: space-between; padding: .5rem 1rem; }
  .top nav { order: 3; flex-basis: 100%; }
  main { padding: 1.25rem 1rem 3rem; gap: 2.25rem; }
  html { scroll-padding-top: 6rem; }
  .banner-head { padding: 1.2rem 1.1rem 1rem; } .banner-head svg { width: 2.2rem; }
  .reasons { padding: .9rem 1.1rem 1rem 2.1rem; }
  .facts { grid-template-columns: 1fr 1fr; } .facts > div { padding: .8rem 1.1rem .9rem; }
  .facts > div:last-child:nth-child(odd) { grid-column: span 2; }
  .finding, .card { padding: 1rem; }
  .notes, .pairs { grid-template-columns: 1fr; gap: .1rem; } .notes dd, .pairs dd { margin-bottom: .55rem; }
  .frame .no { min-width: 2.6em; padding-right: .7em; }
  td.optional, th.optional { display: none; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  .top, .skip, .filter, footer button { display: none; }
  body { background: #fff; font-size: 10pt; } main { padding: 0; gap: 1.5rem; max-width: none; }
  .banner, .finding, .card { box-shadow: none; break-inside: avoid-page; }
  .frame pre, .stream, pre.code { white-space: pre-wrap; max-height: none; overflow: visible; }
  .frame .row { min-width: 0; } .tall { max-height: none; }
  * { print-color-adjust: exact; }
}
`;

export const STYLE: string = [TOKENS, PAGE, BANNER, FINDINGS, DATA, MEDIA].join("");
