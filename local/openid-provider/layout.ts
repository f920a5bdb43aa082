/** The frame of the pages of the local run that are not the console's: plain HTML, without scripts and without files from other servers. */
import { STYLE } from './style.ts';

/** `of`: whose page it is. Both are HTML already, as `content` is. */
export function layout(
  { title, of }: { readonly title: string; readonly of: string },
  content: string,
): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title} · ${of}</title>
  <link rel="icon" href="data:,">
  <style>${STYLE}</style>
</head>
<body>
  <header>
    <svg aria-hidden="true" viewBox="0 0 24 24" width="20" height="20"><path d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5l-8-3Z"/></svg>
    ${of}
  </header>
  <main>
    ${content}
  </main>
</body>
</html>
`;
}
