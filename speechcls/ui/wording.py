"""Every sentence of the page, by name. Values travel to the browser; what is said of them is written here."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

TITLE = "speechcls"
ABOUT = "What a neural network hears when you say a word: its pictures, its input, its answer."
PRIVACY = (
    "Your sound goes to the computer that runs this page and nowhere else.",
    "It is never written to a list, never used for training, and gone when you leave the page.",
    "There are no advertisements and no counting of visitors. One cookie, gone with the browser's session, keeps your "
    "sound apart from other people's.",
)
PRIVACY_ALONE = (
    "Your sound stays in this browser: this page has no server that could take it.",
    "It is gone when you leave the page.",
    "There are no cookies, no advertisements and no counting of visitors.",
)
PRIVACY_ALONE_LONG = (
    "The page, its networks and what runs them are files. Whoever hosts them sees that they are fetched, as with any "
    "page. What you say or open is read, drawn and answered by this browser, which keeps the last 10 minutes of what "
    "it heard until you leave the page or listen anew."
)
PRIVACY_LONG = (
    "A file or a recording is read into memory and its file deleted at once; what is in memory goes when you leave the "
    "page. While you listen, the sound goes there as it comes: its memory holds one second of it, its disk nothing; "
    "your browser keeps the last 10 minutes until you leave the page or listen anew. A file that was never read, "
    "because you left or chose another sound first, and what programs send to /classify, go within two minutes."
)

# In the browser say(name, values) gives a sentence with its {values} filled in; see scope/say.js.
SAY = {
    # The head of the page
    "title": "See what a computer hears when you say a word",
    "loading": "The page is still loading. It begins in a moment.",
    "words.open": "Words",
    "words.title": "The words it knows",
    "words.about": "Every network here knows these {count} words and no others. Tap one.",
    "words.known": "“{word}”: {clips} recordings taught it.",
    "words.known-voices": "“{word}”: {clips} recordings of {voices} people taught it.",
    "words.rare": "“{word}”: only {clips} recordings taught it, so trust this word less.",
    "words.rare-voices": "“{word}”: only {clips} recordings of {voices} people taught it, so trust this word less.",
    "words.legend": "Words with a dotted line were taught by few people.",
    "words.play": "Hear an example",
    "class": "Class",
    "class.leave": "Leave Class",
    "theme": "Light or dark",
    "close": "Close",
    "keys.title": "Keys",
    "keys.about": "They work unless you are typing, or came to a button with Tab.",
    "keys.space": "listen, and stop",
    "keys.numbers": "choose a network",
    "keys.words": "the words it knows",
    "keys.class": "Class: word, timeline and spectrogram fill the screen",
    "keys.help": "this list",
    "keys.mark": "On the marked second of a wave: arrow keys move it by 10 ms, Page Up and Page Down by 100 ms.",
    "keys.on": "Keys are on",
    "privacy.title": "Privacy",
    "privacy.long": "The long form",
    # Sound
    "sound": "Sound",
    "sound.listen": "Listen",
    "sound.stop": "Stop",
    "sound.play": "Play",
    "sound.pause": "Pause",
    "sound.play-it": "Play {name}",
    "sound.files": "Open a file",
    "sound.files-label": "Choose a sound file",
    "sound.microphone": "Microphone",
    "sound.examples": "Example sounds, spoken by a synthesiser",
    "sound.try": "No microphone? Try",
    "sound.shown": "Shown: {name}",
    "sound.sending": "Sending {name}",
    "sound.asking": "Waiting for your microphone",
    "sound.too-large": "{name} has {size} MB, over the limit of {limit} MB. Cut out the part with the word.",
    "sound.lost": "{name} did not reach the server ({error}). Is it still running? Then try again.",
    "sound.unplayable": "This browser can't play that file; it is shown all the same.",
    "sound.recording": "your recording",
    "sound.last": "the last of what was heard",
    "sound.mark": "Where the second begins that the network hears",
    "silence": "The server did not answer. See that it is still running, then try again.",
    # Who answers
    "engine.browser": "In this browser: no sound leaves it.",
    "engine.server": "By the server, which keeps no sound.",
    "engine.alone": "In this browser: no sound leaves it. This page has no server.",
    "engine.to-server": "Let the server answer",
    "engine.to-browser": "Answer in this browser",
    "engine.falls-back": "{sentence} The server answers now.",
    "engine.too-large": "This network is too large for a browser: let the server answer.",
    "engine.slow": "The network is still on its way into this browser. It answers as soon as it is here.",
    "engine.loading": "Bringing {variant} into this browser. The pictures move already.",
    # The answer
    "answer": "What the network answers",
    "answer.words": "The likeliest words",
    "answer.network": "Network",
    "answer.waiting": "Listening",
    "answer.certain": "certain",
    "answer.sure": "fairly sure",
    "answer.unsure": "not sure",
    "answer.refused": "no answer",
    "answer.at": "at {time}",
    "answer.closest": "The closest word is “{word}”, {share}.",
    "answer.which": "Which words?",
    "answer.notes": "{standing} {variant} answered in {milliseconds} ms.",
    "answer.live": "{variant}, over the last second.",
    "answer.far": "far behind: {words}",
    "answer.near": "close behind: “{word}”, {share}",
    "answer.runner-up": "next: “{word}”, {share}",
    "answer.spoken": "{variant} hears {word}, {share}",
    # Networks and pictures
    "variants": "What does the network look at? Each gets this sound in its own way. Beside its name: how often it is "
    "right.",
    "variants.right-long": "right for {share} of real test clips by new voices",
    "variants.nothing": "no word",
    "pictures": "Pictures of the sound",
    "pictures.title": "This sound in four pictures",
    "pictures.seen": "as you hear it",
    "pictures.chapter": "as the book prints it",
    "pictures.how": "Loudness and pitch in the pictures",
    "pictures.reset": "Reset",
    "pictures.wait": "The picture is on its way.",
    "inputs": "What the network gets",
    "inputs.live": "What the network gets is shown as soon as you stop, or choose a word that was caught.",
    # The story: eight steps
    "story": "How does a sound become a word?",
    "story.next": "Next: {name}",
    "story.back": "Back",
    "step.play": "Play it",
    "step.maths": "The maths",
    "air.name": "Air to numbers",
    "sines.name": "Sines",
    "spectrogram.name": "Spectrogram",
    "mel.name": "Mel and logarithm",
    "phase.name": "Phase",
    "inside.name": "Inside the network",
    "break.name": "Break it",
    "teach.name": "Teach it your words",
    "air.question": "What does a computer get when you speak?",
    "air.about": "Your voice pushes the air to and fro. A microphone measures that push 16,000 times a second and "
    "writes down a number each time. This list of numbers is all that a computer has. Zoom in until you see them.",
    "air.zoom": "Stretch of sound",
    "air.so": "So: a sound is a long list of numbers, and no single one of them tells you anything about the word.",
    "air.maths": "A sample is x[n] = x(n / 16,000 s), a number between -1 and 1. Sampled this often, every tone below "
    "8,000 Hz, half the sampling rate, can be told from every other (Nyquist and Shannon). Speech needs little more.",
    "guess.title": "Can you read it?",
    "guess.about": "A word was said. You see its wave first, then which pitches are in it, then when each of them "
    "sounds. Guess at each picture. The networks guess, too.",
    "guess.next": "Next clip",
    "guess.word": "The word is",
    "guess.say": "Guess",
    "guess.pass": "No idea",
    "guess.folder": "Use my own folder of words, or drop it here",
    "guess.folder-label": "Choose a folder of words, each word a folder of clips",
    "guess.begin": "Clips come from the examples, or from a folder of yours in which each word is a folder of clips. "
    "One at a time is sent to the server and deleted there once read.",
    "guess.score": "Score of this session",
    "guess.caption": "Right answers of all given, by what was seen. You guess at each picture, a network at the one "
    "that it is given.",
    "guess.who": "Who",
    "guess.you": "you",
    "guess.of": "{right} of {of}",
    "guess.first": "This is its wave. Which word is it?",
    "guess.say-wave": "Guess from the wave",
    "guess.say-spectrum": "Guess from the spectrum",
    "guess.say-spectrogram": "Guess from the spectrogram",
    "guess.said": "You say “{said}”.",
    "guess.now-spectrum": "Now you see its spectrum, too: which pitches are in it.",
    "guess.now-spectrogram": "Now you see its spectrogram, too: when each pitch sounds.",
    "guess.right": "You are right. It is “{word}”. The networks, each from what it sees: {networks}.",
    "guess.answer": "It is “{word}”. The networks, each from what it sees: {networks}.",
    "guess.lost": "The clip did not reach the server ({error}). Is it still running? Then try again.",
    "guess.no-words": "None of these folders is named after a word: a clip of “bird” should lie in a folder bird.",
    "guess.taken": "{clips} clips of {words} words, shuffled.",
    "guess.wave": "wave",
    "guess.spectrum": "spectrum",
    "guess.spectrogram": "spectrogram",
    "sines.question": "What is a sound made of?",
    "three.title": "Three tones make a new sound",
    "three.about": "A pure tone is a smooth wave that repeats. Drag the three below: the blue line is what you hear "
    "when they sound together. Can you make it look like a voice?",
    "three.tone": "Tone {number}",
    "three.sum": "the sum of three tones",
    "fourier.title": "Your word as 8,000 tones",
    "fourier.about": "Joseph Fourier found that every sound is a sum of such tones. Your second of sound is the sum "
    "of 8,000 of them. Take them away, listen, and see how few still say the word, to you and to the network.",
    "fourier.keep": "Keep",
    "fourier.strongest": "the strongest",
    "fourier.band": "a range",
    "fourier.count": "Tones kept",
    "fourier.from": "From",
    "fourier.to": "To",
    "fourier.fewest": "How few are enough?",
    "sines.so": "So: every sound is a sum of tones, and a few hundred strong ones are enough to say a word. But a sum "
    "over the whole second no longer tells when each tone sounds.",
    "sines.maths": "X[k] is the sum over n of x[n] · exp(-2πi kn / N), with N = 16,000 samples: a complex number for "
    "each whole hertz. Its magnitude says how strong a tone is, its phase where in its swing it starts. The inverse "
    "transform adds all the tones up again, and gives back the wave exactly.",
    "spectrogram.question": "When does each tone sound?",
    "spectrogram.about": "Cut the sound into short pieces that overlap, and look for the tones in each. Side by side "
    "they make a picture: time goes right, pitch goes up, bright is loud. A short piece tells when, a long one tells "
    "which pitch. No length does both. Move the two apart and compare.",
    "spectrogram.window": "Window",
    "spectrogram.other": "The other window",
    "spectrogram.overlap": "Overlap",
    "spectrogram.power": "Loudness as",
    "spectrogram.root": "root",
    "spectrogram.magnitude": "magnitude",
    "spectrogram.squared": "power",
    "spectrogram.scale": "Pitch axis",
    "spectrogram.so": "So: a spectrogram is a picture of a sound, and finding a word in it is a task for a network "
    "that looks at pictures. How finely it tells time and pitch is a choice, and one costs the other.",
    "spectrogram.maths": "A window of T seconds tells tones apart that differ by about 1/T hertz: the product of the "
    "two widths can't fall below a constant (Gabor's limit). The networks here take windows of 30 ms every 10 ms.",
    "mel.question": "How does an ear hear it?",
    "mel.tones": "Listen to these pairs of tones. In each the second is 40 Hz above the first. Which pair sounds "
    "different?",
    "mel.about": "An ear tells low tones apart much better than high ones. So we gather the tones into bands: narrow "
    "ones below, wide ones above, as the ear does. And we take the logarithm, because twice the power does not sound "
    "twice as loud.",
    "mel.filters": "Filters",
    "mel.moment": "Moment",
    "mel.log": "with the logarithm",
    "mel.hear-title": "What is left to hear?",
    "mel.hear-about": "Mel keeps few numbers and throws the phases away. Make a sound of them again, and listen.",
    "mel.phases": "Phases",
    "mel.found": "found again",
    "mel.kept": "the sound's own",
    "mel.hear": "Hear what mel keeps",
    "mel.so": "So: mel bands and the logarithm throw away what an ear does not use. In our experiments the logarithm "
    "helped more than anything else that was compared.",
    "mel.maths": "mel(f) = 2595 · log10(1 + f / 700). The filters are a matrix of shape (257, number of filters); "
    "multiplying the powers of a window with it is all there is to it. With many filters the lowest are narrower than "
    "the distance of two Fourier coefficients: dashed are those that hold none.",
    "phase.question": "Does it matter where each tone starts?",
    "phase.about": "Every cell of a spectrogram says two things: how strong a tone is, and where in its swing it is "
    "just now, its phase. Most pictures keep the strength only. Change the phases, listen, and see who still knows the "
    "word.",
    "phase.sound": "The sound",
    "phase.none": "as it is",
    "phase.scrambled": "phase scrambled",
    "phase.zero": "phase zero",
    "phase.reversed": "backwards",
    "phase.of": "Phases of",
    "phase.windows": "each window",
    "phase.whole": "the whole second",
    "phase.wheel": "The colour is the phase, once around the wheel; the brightness is the strength.",
    "phase.so": "So: strength tells nearly everything about which word it is.",
    "phase.verdict": "What the experiments say:",
    "phase.maths": "A cell is z = a · exp(iφ): magnitude a, phase φ. The networks power and mel get a², complex gets "
    "both the real part a · cos φ and the imaginary part a · sin φ, as two channels of one picture.",
    "inside.question": "Where in the sound did the network find the word?",
    "inside.about": "A network is a stack of blocks. Each one slides small patterns, called kernels, over "
    "what the block before made, and draws a map of where they fit. Here are the maps of your "
    "sound, those that answer most first. Click one.",
    "inside.sum": "What the answer adds up from",
    "inside.rival": "The word to compare with",
    "inside.patches": "by covering patches with silence",
    "inside.gradients": "by integrated gradients, cell by cell",
    "inside.maps": "Maps of each block",
    "inside.block": "Block {place} of {count}",
    "inside.block-note": "{size}; each kernel has {height} by {width} by {inputs} weights",
    "inside.size-maps": "{channels} maps of {bins} by {frames}",
    "inside.size-numbers": "{channels} numbers",
    "inside.map": "Block {block}, map {channel}",
    "inside.kernel": "Its kernel, the pattern that it looks for:",
    "inside.kernels": "Its kernel, the pattern that it looks for, on the inputs that count most for it:",
    "inside.kernel-label": "Kernel on input {input}: {rows} by {columns} weights, red adds, blue takes away",
    "inside.number": "number {number} ({value})",
    "inside.others": "all the others",
    "inside.start": "the head start",
    "inside.barcode": "The {count} last numbers as a barcode, the largest the brightest",
    "inside.barcode-about": "This is all that is left of your sound at the end: {count} numbers. When someone else "
    "says the same word, the barcode looks nearly the same.",
    "inside.near": "Recordings of other people whose barcode is most alike: {files}.",
    "inside.where": "Where did it find it?",
    "inside.ask": "Ask",
    "inside.against": "against",
    "inside.side": "All networks side by side",
    "side.words": "The likeliest words by {variant}",
    "side.where": "Where did {variant} find it?",
    "side.covering": "Covering 48 patches of what it gets, one after the other",
    "side.in": "{word} in {milliseconds} ms",
    "compare.same": "still the same word",
    "compare.before": "before: “{word}”",
    "paint.about": "This is your sound: time to the right, pitch upwards. Paint parts of it away, or keep "
    "only what you paint. Then hear what is left, and see who still knows the word.",
    "paint.brush": "The brush",
    "paint.erase": "takes away",
    "paint.keep": "brings back",
    "paint.size": "Size of the brush",
    "paint.all": "Bring all back",
    "paint.none": "Take all away",
    "paint.play": "Play what is left",
    "paint.keys": "With the keyboard: arrow keys move the brush, space paints, and with Shift held the arrows "
    "paint as they go.",
    "paint.label": "Picture to paint on. Arrow keys move the brush, space paints.",
    "paint.question": "What does it need of the sound?",
    "inside.side-about": "The same second through every network: what it gets, its five best words, its time. Ask one "
    "where it found its word: patches of its input are covered one after the other, and those that cost the word most "
    "are outlined.",
    "inside.so": "So: a network answers by a few places of the picture, mostly those that you would hear as the "
    "word's own.",
    "inside.maths": "A network's last layer gives each word a number, its logit; softmax turns them into "
    "probabilities. Measured is how far the word's logit leads the next one's, and how much of that lead a covered "
    "patch takes away.",
    "break.question": "How much can you spoil it?",
    "break.about": "Choose how your sound is spoiled, and move the slider until the word is lost. Hear it: "
    "would you still know the word?",
    "break.how": "Spoil it with",
    "break.kind.noise": "noise",
    "break.kind.loudness": "a voice too quiet",
    "break.kind.faster": "faster speech",
    "break.kind.slower": "slower speech",
    "break.kind.higher": "a higher voice",
    "break.kind.lower": "a lower voice",
    "break.kind.echo": "an echoing room",
    "break.kind.low-pass": "a closed door between",
    "break.kind.clipping": "a microphone set too loud",
    "break.kind.another word": "another word underneath",
    "break.noise-kind": "Kind of noise",
    "break.white": "hiss (white)",
    "break.pink": "rain (pink)",
    "break.hum": "mains hum",
    "break.under": "Other word",
    "break.amount": "How much",
    "break.so": "So: most networks give way before you do. Those that heard noise while they learned hold out longest.",
    "break.maths": "Noise is mixed in at a signal-to-noise ratio, 20 · log10 of the ratio of the two root mean "
    "squares, in dB: at 0 dB both are equally loud.",
    "teach.question": "Can it learn your words?",
    "teach.about": "These networks know 30 words, and each word was taught by hundreds of people. From a few "
    "recordings of your own, a network can learn other words within seconds: it keeps what it knows about sounds, and "
    "learns only where among its last numbers each of your words lies.",
    "teach.so": "So: what a network has learned about sounds in general serves for words that it never heard.",
    # To take along
    "take": "Save",
    "take.link": "Copy link",
    "take.copied": "Copied",
    # Listening, the microphone, the rest
    "live.connecting": "Connecting to the server that names the words",
    "live.open": "Listening with {variant}. Say a word; Stop ends it.",
    "live.lost": "The connection to the server is lost. The pictures go on; {again}",
    "live.refused": "{sentence} The pictures go on; {again}",
    "live.again": "it is tried again in {seconds} s.",
    "live.dumb": "The microphone sends nothing. See that it is switched on and not muted, or choose another one.",
    "live.begin": "The words that it catches appear here, moments after you say them.",
    "live.nothing": "No word heard yet: say one of its words, alone and clearly.",
    "live.quiet": "It is quiet.",
    "live.unknown": "It hears sound but none of its words.",
    "live.unsure": "It may be “{word}”, but it is not sure enough.",
    "live.slow": "The connection, or this computer, is slow: {seconds} s of sound were not listened to.",
    "live.none": "No word was caught. Choose a moment of the timeline to see and hear its second.",
    "live.one": "1 word caught. Choose it or a moment of the timeline to see and hear its second.",
    "live.many": "{words} words caught. Choose one or a moment of the timeline to see and hear its second.",
    "microphone.insecure": "Browsers lend the microphone only to pages on https or localhost. Open this page there; "
    "files work here too.",
    "microphone.unsupported": "This browser can't record in a page. Use a current Chromium, Firefox or Safari, or "
    "drop in a file.",
    "microphone.refused": "The browser was not allowed to use the microphone. Allow it beside the address, then try "
    "again.",
    "microphone.absent": "No microphone was found. Plug one in, or drop in a file.",
    "microphone.gone": "The chosen microphone is no longer there. Choose another one, or plug it in again.",
    "microphone.busy": "The microphone is busy in another program. Close that, then try again.",
    "microphone.unplugged": "The microphone was unplugged. Plug it in again, or choose another one.",
    "microphone.unusable": "The microphone can't be used ({error}). Drop in a file instead.",
    "microphone.default": "Default microphone",
    "microphone.local": "This computer's: {name}",
    "microphone.stopped": "This computer's microphone stopped. See that the server is still running and the device "
    "plugged in.",
    "meter.clipping": "Too loud: the sound is cut off. Move away, or turn the microphone down.",
    "meter.quiet": "Too quiet for a word. If you are speaking, come closer or choose another microphone.",
    "why.unknown": "no word of mine",
    "why.unknown-long": "it sounds like none of the words",
    "why.brief": "too brief",
    "why.brief-long": "too few windows agree on it",
    "why.cut": "not alone",
    "why.cut-long": "it has no beginning and end of its own: other sound runs into it",
    "why.near": "too near",
    "why.near-long": "it lies too near another word",
    "timeline.title": "Words over time",
    "timeline.before": "Seconds before now",
    "timeline.since": "Seconds since Listen",
    "timeline.score": "Score",
    "timeline.moment": "Moment of the timeline",
    "timeline.at": "{word} at {time}",
    "timeline.word-at": "“{word}” at {time}",
    "timeline.show": "Show and play {name}",
    "timeline.caught": "In {time}: {words}.",
    "timeline.none": "No word was caught in {time}.",
    "timeline.refused": "Refused: {peaks}.",
    "timeline.empty": "Each word's score over time runs through here, and the words that are caught stand above it.",
    "live": "Words as they are said",
    "live.back": "Back to live pictures",
    "live.controls": "How the pictures are made",
    "live.window": "Window",
    "live.hop": "Hop",
    "live.filters": "Mel filters",
    "live.range": "Range",
    "live.scale": "Frequency",
    "live.freeze": "Freeze",
    "live.expired": "Its sound is no longer kept",
    "live.csv": "Words as CSV",
    "live.csv-long": "The words that were caught, with their times",
    "live.labels": "Audacity labels",
    "live.labels-long": "For Audacity: File, Import, Labels",
    "live.textgrid": "Praat TextGrid",
    "live.textgrid-long": "For Praat, beside the sound",
    "live.wav": "Sound as wav",
    "live.wav-long": "The last 10 minutes, from this browser's memory",
    "live.caught": "Words caught",
    "training.how": "How it was trained:",
    "training.command": "Its command:",
    "results.table-about": "Accuracy is over real test clips of words with enough training clips; multiply-adds are "
    "the network's, for one second of sound.",
    "results.measure": "Measure the time here",
    "results.measure-about": "Time is that of an answer on the machine that serves this page, one sound at a time; it "
    "is measured when you ask for it.",
    "results.chapter": "The chapter's accuracy is over all 30 words on a random split of about 65,000 clips, where "
    "voices of the test were trained on too: beside it, not against it.",
    "results.one": "One",
    "results.other": "The other",
    "results.words": "Words gained and lost",
    "results.flows": "What was taken for what",
    "results.flows-about": "Predicted words on the left flow into true words on the right. Point at a ribbon or a "
    "word for its clips; with the keyboard, arrow keys go through the wrong ribbons, the largest first. Wrong pairs "
    "rarer than one thousandth of the test are not drawn. From here on, what is shown is of each arm's first seed, "
    "except in noise, where it is the mean of its seeds.",
    "results.curves": "Confusion matrices, learning curves, calibration",
    "results.curves-about": "Where the chapter printed points of its learning curves, they stand beside: its schedule "
    "was planned for 50 epochs and stopped before.",
    "results.flows-hint": "Wrong answers stand out; right ones lie behind them.",
    "results.noise": "In noise",
    "results.no-noise": "Accuracy in noise was not measured for both of these.",
    "results.errors": "Wrong and most sure of it",
    "results.arms": "What was trained for this question",
    "results.measuring": "Measuring …",
    "results.measured": "Measured just now on the machine that serves this page: the middle one of nine answers each.",
    "table.unmeasured": "not measured",
    "table.network": "Network",
    "table.accuracy": "Accuracy",
    "table.noise": "At 0 dB noise",
    "table.weights": "Weights",
    "table.multiply-adds": "Multiply-adds",
    "table.million": "{count} million",
    "table.input": "Input",
    "table.time": "Time here",
    "table.arm": "Training",
    "table.interval": "95%",
    "table.from-to": "{low} to {high}",
    "table.all-words": "All words",
    "table.chapter": "The chapter's",
    "table.training-clips": "Training clips",
    "table.epochs": "Epochs",
    "table.minutes": "Minutes",
    "table.seeds": "Seeds",
    "table.word": "Word",
    "table.points": "Points",
    "table.interval-voices": "95% over voices",
    "table.certain": "Beyond chance",
    "table.no": "no",
    "table.gained": "yes, gained",
    "table.lost": "yes, lost",
    "table.clips": "Clips",
    "table.voices": "Voices",
    "table.clip": "Clip ({name})",
    "table.spoken": "Spoken",
    "table.heard": "Heard",
    "table.probability": "Probability",
    # Which front end?
    "front-ends": "What other systems look at",
    "front-ends.about": "Every system turns a sound into numbers before its network sees it, each in its own way.",
    "front-ends.two": "Two front ends on this sound",
    "front-ends.one": "One",
    "front-ends.other": "The other",
    "front-ends.no-difference": "No difference is drawn: the rows of one are no bands of the other.",
    "front-ends.differs": "What the other does differently",
    "front-ends.made": "Which front end made this array?",
    "front-ends.made-about": "Choose the sound at the top, then drop the array that was made of it here: .npy, .csv, a "
    "C header or printed numbers.",
    "front-ends.array": "An array",
    "front-ends.looking": "Looking …",
    "results": "Which front end should I choose?",
    "results.cost-title": "Accuracy against work",
    "results.cost-about": "Further left is less work, further up is right more often. The ring below each is the same "
    "network in noise as loud as the word.",
    "results.cost-x": "Multiply-adds for a second of sound",
    "results.cost-y": "Right (%)",
    "results.table": "All the numbers",
    "results.voices": "Whose words does it get wrong?",
    "results.voices-row": "{errors} of {clips} clips wrong",
    "results.experiments": "The experiments, as questions",
    "results.question": "Question",
    "results.pair": "Compare two networks",
    "results.ask.shipped": "Which of the networks on this page is best?",
    "results.ask.controlled": "Which front end is best, all else being equal?",
    "results.ask.ablation": "What did each trick of the training bring?",
    "results.ask.loudness": "What helps with quiet voices?",
    "results.ask.open-set": "Does it refuse words that it was never taught?",
    "results.ask.rare-words": "What helps with words that few people taught?",
    "results.ask.unreleased": "What was tried and left out?",
    "results.ask.front-ends": "How do the field's front ends do?",
    # Many files
    "many.title": "Many files",
    "many.about": "Drop up to 1,000 recordings here, a folder of them, or a zip. The network chosen at the top names "
    "the word in each. If a folder or a file is named after its word, you see how often the network is right.",
    "many.files": "Files or a zip",
    "many.files-label": "Choose sound files, or a zip of them",
    "many.folder": "A folder",
    "many.folder-label": "Choose a folder of sounds",
    "many.cancel": "Cancel",
    "many.csv": "Download CSV",
    "many.answered": "Files answered",
    "many.confused": "Mixed up most",
    "many.confusion": "{spoken}, heard as {heard}: {times}",
    "many.refused": "no word",
    "many.none-confused": "Nothing, as far as the names tell.",
    "many.by-voice": "Mistakes by voice",
    "many.of-voice": "{voice}: {errors} of {of}",
    "many.none-wrong": "None, as far as the names tell.",
    "many.find": "Find",
    "many.find-what": "a file, a word or a voice",
    "many.only-wrong": "only those that are wrong or got no word",
    "many.answers": "The answers",
    "many.file": "File",
    "many.says": "It hears",
    "many.sure": "How sure",
    "many.true": "True word",
    "many.voice": "Voice",
    "many.note": "Note",
    "many.shown": "{shown} of {of} shown. Click a file's name to open it at the top.",
    "many.not-again": "{path} can't be opened again. Drop it in at the top.",
    "many.no-sound": "There is no sound among these files.",
    "many.one-zip": "Drop one zip alone, or files without a zip.",
    "many.too-many": "These are {files} files, and at most {most} are answered at a time. For more, use: "
    "speechcls predict FOLDER",
    "many.too-large": "It has more than 10 MB. Cut out the part with the word.",
    "many.progress": "{done} of {of} files; {left}",
    "many.seconds-left": "{seconds} s left",
    "many.minutes-left": "{minutes} minutes left",
    "many.cancelled": "Cancelled.",
    "many.done": "{files} files answered.",
    "many.right": "Right for {right} of the {of} whose word is known ({share}).",
    "many.unread": "{files} could not be read.",
    "many.missing": "{seconds} s could not be read",
    "many.closest-silence": "no word heard; the closest is {word}",
    "many.closest-unknown": "not one of its words; the closest is {word}",
    # The end of the page
    "foot.licence": "speechcls, under the MIT licence",
    "foot.data": "Trained on Speech Commands by Pete Warden (2018), CC BY 4.0",
    "foot.book": "After a chapter of Deep Learning and Scientific Computing with R torch by Sigrid Keydana",
}


def as_sure(right: int, clips: int) -> str:
    """How often an answer as sure as this one was right, of so many test clips; 100 of 100 is never said."""
    of_100 = round(100 * right / clips)
    times = f"{of_100} of 100 times" if of_100 < 100 else "more than 99 of 100 times"
    return f"When it is this sure, it is right {times}."


def numbers(span: float, samples: Sequence[float]) -> str:
    """A stretch of sound as the numbers that it is, of which some are told."""
    middle = len(samples) // 2
    told = ", ".join(f"{sample:.4f}" for sample in samples[max(0, middle - 3) : middle + 3])
    return f"{1000 * span:g} ms of sound are {len(samples):,} numbers. Six from the middle: {told}."


def take(name: str, accuracy: float, cheaper: float) -> str:
    """Which variant to take, by how often it is right and how many times less work it is than the dearest."""
    work = f", with {cheaper:.0f} times less work than the dearest" if cheaper >= 2 else ""
    return f"Take {name}: it names {_of_100(accuracy)} of 100 words of people it never heard{work}."


def fair(arms: Sequence[tuple[str, float, tuple[float, float]]]) -> str:
    """Which front end is best before one and the same network; arms as (name, accuracy, interval), the best first."""
    (best, most, (low, _)), *others = arms
    near = [name for name, _, (_, high) in others if high >= low]
    worst, least, _ = others[-1]
    told = f"Before one and the same network, taught by the same recordings, {best} does best ({100 * most:.1f}%)"
    if near:
        told += f", though the interval of {_listed(near)} reaches as far"
    return f"{told}; {worst} does worst ({100 * least:.1f}%)."


def by_voice(name: str, errors: int, people: int, most: int) -> str:
    """How unevenly a network's errors fall on voices."""
    return f"Of {name}'s {errors} mistakes on the test, one voice of {people} makes {most}."


def _of_100(share: float) -> str:
    return f"{100 * share:.0f}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def filled(template: str, **values: object) -> str:
    """HTML with each {{name}} replaced by its sentence, or by one of `values`, which are HTML already."""

    def sentence(match: re.Match[str]) -> str:
        name = match[1]
        return str(values[name]) if name in values else html.escape(SAY[name])

    return re.sub(r"\{\{([\w.-]+)\}\}", sentence, template)
