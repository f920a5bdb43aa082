/** The styles of the provider's pages, light and dark, from 320 px on. Text contrast is at least 4.5:1 (WCAG 2.2, AA). */
export const STYLE = `
  :root {
    color-scheme: light dark;
    --page: #f4f5f8; --card: #fff; --sunken: #f0f2f7; --line: #dfe3eb; --control: #7d879b; --text: #161b26;
    --soft: #556074; --accent: #3344c4; --accent-strong: #27359f; --on-accent: #fff;
    --problem: #a8231b; --problem-back: #fdeae8;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --page: #0e1118; --card: #171c27; --sunken: #10141d; --line: #2a3242; --control: #707b91; --text: #e8ebf2;
      --soft: #a3adc0; --accent: #9fb0ff; --accent-strong: #bcc8ff; --on-accent: #10163a;
      --problem: #ff9d94; --problem-back: #41201f;
    }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; min-height: 100vh; padding: 1rem; background: var(--page); color: var(--text);
    font: .9375rem/1.5 system-ui, -apple-system, 'Segoe UI', 'Open Sans', sans-serif;
    display: flex; flex-direction: column; align-items: center;
  }
  header {
    display: flex; align-items: center; gap: .5rem; margin: clamp(0rem, 6vh - 1.5rem, 4rem) 0 .75rem;
    color: var(--soft); font-size: .8125rem; font-weight: 600;
  }
  header path { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
  main {
    width: 100%; max-width: 26rem; padding: 1.5rem; background: var(--card);
    border: 1px solid var(--line); border-radius: .875rem; overflow-wrap: anywhere;
  }
  h1 { margin: 0 0 .375rem; font-size: 1.375rem; line-height: 1.25; letter-spacing: -.015em; }
  p, dl, dd { margin: 0; }
  .step { margin: 0 0 .25rem; color: var(--accent); font-size: .8125rem; font-weight: 650; }
  .asked { margin-top: .75rem; padding: .625rem .875rem; border-radius: .625rem; background: var(--sunken); font-size: .8125rem; }
  .asked dd { color: var(--soft); }
  .asked dd + dt { margin-top: .375rem; }
  label { display: block; margin: .75rem 0 .25rem; font-size: .875rem; font-weight: 600; }
  input {
    width: 100%; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--card);
    border: 1px solid var(--control); border-radius: .5rem;
  }
  input[aria-invalid] { border-color: var(--problem); }
  .digits { font-size: 1.25rem; letter-spacing: .35em; font-variant-numeric: tabular-nums; }
  .note { margin-top: .75rem; color: var(--soft); font-size: .8125rem; }
  button {
    width: 100%; min-height: 2.75rem; margin-top: .75rem; padding: .375rem 1rem; font: inherit; font-weight: 600;
    cursor: pointer; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: .625rem;
  }
  button:hover { background: var(--accent-strong); }
  button.quiet { margin: .25rem 0 -.5rem; color: var(--accent); background: none; }
  button.quiet:hover { background: var(--sunken); }
  a { color: var(--accent); font-weight: 600; }
  .next { margin-top: .75rem; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .problem { margin-top: .75rem; padding: .625rem .875rem; border-radius: .625rem; color: var(--problem); background: var(--problem-back); }
  .code { font-family: ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: .95em; }
  @media (max-width: 30rem) {
    body { padding: .5rem; }
    header { margin-bottom: .5rem; }
    main { padding: 1rem; }
  }
`;
