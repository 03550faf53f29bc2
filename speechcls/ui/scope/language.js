// Runs before all else, as a classic script in the head: leads to the page in its reader's language, which is the one
// that the address names, by ?lang= or by its path; else that was chosen in this browser before; else the one that the
// browser prefers.
// @ts-check

{
  const KEY = "speechcls.language";
  const pages = new Map(
    [...document.querySelectorAll("link[hreflang]")].map((link) => [
      link.getAttribute("hreflang"),
      link.getAttribute("href") ?? "",
    ]),
  );

  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // where a browser forbids it
    }
  };
  /** @type {(language: string) => void} */
  const remember = (language) => {
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // then ?lang= in the address has to do
    }
  };

  const root = document.documentElement;
  const here = root.lang;
  new MutationObserver(() => {
    if (root.lang !== here) root.lang = here; // Gradio's script writes the browser's own language there
  }).observe(root, { attributeFilter: ["lang"] });

  const asked = new URLSearchParams(location.search).get("lang");
  const [first] = pages.keys(); // whose page lies at the root, a path that names no language
  const named = [asked, here === first ? null : here].find((name) => pages.has(name));
  if (named) remember(named);
  const preferred = navigator.languages.map((name) => name.split("-")[0]);
  const wanted = named ?? [remembered(), ...preferred].find((name) => pages.has(name));
  if (wanted && wanted !== here) {
    const page = new URL(pages.get(wanted) ?? "", document.baseURI);
    const rest = new URLSearchParams(location.search);
    rest.delete("lang"); // which the path names
    page.search = `${rest}`;
    page.hash = location.hash;
    location.replace(page);
  }

  // The switch is a link, which takes along what the address says of the page.
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a[hreflang]") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    const rest = new URLSearchParams(location.search);
    rest.set("lang", link.hreflang);
    link.search = `${rest}`;
    link.hash = location.hash;
  });
}
