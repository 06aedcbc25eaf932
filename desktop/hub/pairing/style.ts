/** The page's own sheet, in the three apps' colours. System fonts: a phone that trusts nobody yet loads nothing more. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fbf9f4; --ink: #1f2328; --dim: #59616a; --accent: #c77700; --on-accent: #1f2328; --line: #d9d4c7; --card: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14161a; --ink: #eceae4; --dim: #a5abb3; --accent: #f0a63a; --on-accent: #14161a; --line: #343941; --card: #1c1f25; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
nav { display: flex; gap: 8px; justify-content: flex-end; padding: 8px 16px; font-size: 15px; }
nav a, nav span { display: inline-flex; align-items: center; min-height: 44px; padding: 0 8px; color: var(--ink); }
nav span { font-weight: 600; text-decoration: none; }
main { max-width: 36rem; margin: 0 auto; padding: 0 16px 48px; }
h1 { font-size: 26px; line-height: 1.2; margin: 8px 0 12px; }
h2 { font-size: 19px; margin: 0 0 12px; }
p { margin: 0 0 12px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin: 16px 0; }
ol { margin: 0; padding-inline-start: 1.4em; }
li { margin: 0 0 8px; }
.dim { color: var(--dim); }
a { color: var(--ink); }
.button { display: flex; align-items: center; justify-content: center; min-height: 52px; padding: 8px 16px; border: 1px solid var(--ink); border-radius: 10px; font-weight: 600; text-align: center; text-decoration: none; }
.next { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
figure { margin: 0 0 12px; }
figcaption { font-size: 15px; color: var(--dim); margin-bottom: 4px; }
code { display: grid; grid-template-columns: repeat(4, 1fr); gap: 4px 12px; font: 600 20px/1.5 ui-monospace, monospace; letter-spacing: 0.04em; max-width: 22rem; }
bdi { overflow-wrap: anywhere; }
`;
