// The page without a server: its parts are started as Gradio starts them on a server's page, and this browser answers.
// @ts-check

import { startAnswer, startInputs, startLive, startPictures, startSound, startVariants } from "./page.js";

/** @import { AnswerSettings, PicturesSettings, SoundSettings, VariantsSettings } from "./protocol.d.ts" */
/** @typedef {SoundSettings & VariantsSettings & PicturesSettings & AnswerSettings} SiteSettings all parts' together */

const answer = await fetch(new URL("settings.json", document.baseURI));
/** @type {SiteSettings} */
const settings = { ...(await answer.json()), local: false, served: false };
const element = document;
const props = { settings };
const none = () => {};
const upload = () => Promise.reject(new Error("There is no server that a file could go to."));

startSound({ element, props, hear: none, upload });
startAnswer({ element, props, watch: none, again: none });
startVariants({ props, watch: none, look: none });
startPictures({ element, props, watch: none, move: none });
startLive({ element, props: { settings: null }, watch: none, words: none });
startInputs({ element });
