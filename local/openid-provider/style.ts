/** The look of the provider's pages, light and dark, from 320 px on. Text contrast is at least 4.5:1 (WCAG 2.2, AA). */
export const STYLE = `
  :root {
    color-scheme: light dark;
    --page: #f3f4f7; --card: #fff; --line: #c9ced8; --text: #1b2130; --soft: #565f73;
    --accent: #2a50c8; --on-accent: #fff; --problem: #a3201c; --problem-back: #fdecea; --hint-back: #eef2fc;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --page: #12151c; --card: #1b202b; --line: #3d4658; --text: #e9ecf3; --soft: #a7b0c2;
      --accent: #8fabff; --on-accent: #0f1730; --problem: #ffb4ab; --problem-back: #3a1d1c; --hint-back: #222b40;
    }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; min-height: 100vh; padding: 1rem; background: var(--page); color: var(--text);
    font: 1rem/1.5 system-ui, sans-serif; display: flex; flex-direction: column; align-items: center;
  }
  header { margin: 8vh 0 1rem; color: var(--soft); font-size: .875rem; letter-spacing: .02em; }
  main {
    width: 100%; max-width: 25rem; padding: 2rem; background: var(--card);
    border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere;
  }
  h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
  p { margin: 0 0 1rem; }
  .step { margin: 0 0 .25rem; color: var(--soft); font-size: .875rem; }
  label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
  input {
    width: 100%; padding: .625rem .75rem; font: inherit; color: inherit; background: var(--page);
    border: 1px solid var(--soft); border-radius: .5rem;
  }
  input[aria-invalid] { border-color: var(--problem); }
  .digits { font-size: 1.25rem; letter-spacing: .35em; font-variant-numeric: tabular-nums; }
  button {
    width: 100%; margin-top: 1.25rem; padding: .7rem 1rem; font: inherit; font-weight: 600; cursor: pointer;
    color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: .5rem;
  }
  button:hover { filter: brightness(1.08); }
  button.quiet { margin-top: .5rem; color: var(--accent); background: none; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .problem, .hint { padding: .75rem 1rem; border-radius: .5rem; }
  .problem { color: var(--problem); background: var(--problem-back); }
  .hint { margin: 1.25rem 0 0; background: var(--hint-back); font-size: .875rem; }
  .code { font-family: ui-monospace, monospace; font-size: .95em; white-space: nowrap; }
  @media (max-width: 30rem) {
    header { margin-top: 1rem; }
    main { padding: 1.25rem; }
  }
`;
