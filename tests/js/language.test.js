import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const SCRIPT = readFileSync(new URL("../../speechcls/ui/scope/language.js", import.meta.url), "utf8");

class Anchor {
  constructor(address, hreflang) {
    Object.assign(this, { address: new URL(address), hreflang });
  }
  closest = () => this;
  set search(value) {
    this.address.search = value;
  }
  set hash(value) {
    this.address.hash = value;
  }
}

/** Opens the page of a language at an address: where it leads, and a click on a link of the page. */
function opened(address, lang, languages) {
  const pages = lang === "en" ? { en: "./", de: "./de/" } : { de: "./", en: "../" };
  const links = Object.entries(pages).map(([language, href]) => ({
    getAttribute: (name) => (name === "href" ? href : language),
  }));
  let led = null;
  let click;
  const location = { search: address.search, hash: address.hash, replace: (to) => (led = `${to}`) };
  runInNewContext(SCRIPT, {
    URL,
    URLSearchParams,
    Map,
    MutationObserver: class {
      observe() {}
    },
    Element: Anchor,
    HTMLAnchorElement: Anchor,
    navigator: { languages },
    localStorage: { getItem: () => null, setItem() {} },
    location,
    document: {
      baseURI: new URL("./", address).href,
      documentElement: { lang },
      querySelectorAll: () => links.sort((one) => (one.getAttribute("hreflang") === "en" ? -1 : 1)),
      addEventListener: (_name, listener) => (click = listener),
    },
  });
  return { led, click };
}

test("who is led to the page in another language keeps who answers, and what the page shows", () => {
  const { led } = opened(new URL("http://host/below/?engine=browser#step=mel"), "en", ["de-AT"]);
  assert.equal(led, "http://host/below/de/?engine=browser#step=mel");
});

test("of a language that was asked for only the path is left", () => {
  const { led } = opened(new URL("http://host/de/?lang=en&engine=browser"), "de", ["de"]);
  assert.equal(led, "http://host/?engine=browser");
  assert.equal(opened(new URL("http://host/?lang=de"), "en", ["en"]).led, "http://host/de/");
});

test("the switch of languages keeps who answers, and what the page shows", () => {
  const { led, click } = opened(new URL("http://host/?engine=browser#step=mel"), "en", ["en"]);
  const target = new Anchor("http://host/?lang=de", "de");
  click({ target });
  assert.equal(led, null);
  assert.equal(target.address.href, "http://host/?engine=browser&lang=de#step=mel");
});
