// The page without a server: its parts are started as Gradio starts them on a server's page, and this browser answers.

import { startAnswer, startInputs, startLive, startPictures, startSound, startVariants } from "./page.js";

const { engine, examples, limits, cards, networks, pictures, example, answer } = await (
  await fetch(new URL("settings.json", document.baseURI))
).json();
const element = document;
const none = () => {};

startSound({
  element,
  props: { settings: { engine, examples, limits, local: false, served: false } },
  hear: none,
  upload: none,
});
startAnswer({ element, props: { settings: { answer } }, watch: none, again: none });
startVariants({ element, props: { settings: { cards, networks } }, watch: none, look: none });
startPictures({ element, props: { settings: { pictures, example } }, watch: none, move: none });
startLive({ element });
startInputs({ element });
