// What travels between server and browser. Made from speechcls/ui/protocol: python -m tools.docs

export type Colours = "magma" | "grey" | "signed" | "cyclic";
export type AnswerShown = WordsAnswer | NoAnswer;
export type Reason = "" | "silence" | "unknown";
export type LabStep = "guess" | "fourier" | "fewest" | "spectrogram" | "mel" | "mel-sound" | "phase" | "side" | "evidence" | "inside" | "map" | "where" | "canvas" | "paint" | "break" | "curve";
export type GuessStage = "waveform" | "spectrum" | "spectrogram";
export type Refusal = "" | "unknown" | "brief" | "cut" | "near";
export type AxisScale = "linear" | "log" | "mel";
export type PicturesAnswer = PicturesShown | PicturesRedrawn | PicturesRefused;
export type Role = "main" | "quiet" | "second" | "third" | "fourth" | "fifth";
export type Quantity = "" | "time" | "frequency" | "mel band" | "epoch";

export interface AxisJson {
  label: string;
  unit: string; // "" for a pure number
  low: number;
  high: number;
  scale: AxisScale;
  names: string[];
  quantity: Quantity;
  ticks: number[]; // values to mark; where empty, the renderer chooses
}

export interface LineJson {
  name: string;
  role: Role;
  dashed: boolean;
  reduced: boolean; // each two points are the smallest and the largest of a stretch
  x: string; // float32 in base64
  y: string; // float32 in base64
}

/** Cells of equal size, row 0 first; see Image. */
export interface ImageJson {
  rows: number;
  columns: number;
  low: number;
  high: number;
  label: string;
  unit: string;
  x_low: number;
  x_high: number;
  y_low: number;
  y_high: number;
  colours: Colours;
  decibels: number | null;
  factor: number; // by which the values are to be multiplied
  values: string; // float16 in base64
  light: string | null; // uint8 in base64: how bright each cell is
}

export interface MarkJson {
  at: number;
  name: string;
}

/** One picture as it travels; see Panel. */
export interface PanelJson {
  title: string;
  subtitle: string;
  description: string;
  x: AxisJson;
  y: AxisJson;
  lines: LineJson[];
  image: ImageJson | null;
  marks: MarkJson[];
  span: number[] | null; // from where to where in x something is marked
}

/** What a question is about while the browser answers, and the server has no sound: a second of an example. */
export interface ExampleSecond {
  example?: string;
  start?: number; // s
}

export interface Refused {
  error: string;
}

export interface RankedWord {
  word: string;
  probability: number;
}

/** What a network would see; `gone` says why nothing was answered. */
export interface WithoutSound {
  variant: string;
  sees: string;
  gone: string;
}

/** A network's words for the chosen second, the likeliest first, with its exact input. */
export interface NetworkAnswer {
  variant: string;
  sees: string;
  words: RankedWord[];
  refusal: string; // said in place of the first word; "" where a word was heard
  milliseconds: number;
  standing: string;
  caution: string;
  inputs: PanelJson[];
}

export interface NoAnswer extends WithoutSound {
  turn: number; // of the question that chose the sound
}

export interface WordsAnswer extends NetworkAnswer {
  turn: number; // of the question that chose the sound and its second
}

export interface AnswerSettings {
  answer: WordsAnswer; // for the sound that the page opens with
}

/** A picture as a thumbnail: uint8 in base64, row 0 the lowest. */
export interface Small {
  rows: number;
  columns: number;
  colours: Colours;
  values: string;
}

/** One of the two. */
export interface Thumbnail {
  image: Small | null;
  line: string | null; // heights, uint8 in base64
}

/** What a network makes of the chosen second, in the row of networks. */
export interface Glance extends Thumbnail {
  variant: string;
  word: string;
  probability: number;
  refusal: string;
}

export interface GlanceCard {
  variant: string;
  accuracy: number;
  python: string; // lines that make what it gets, with {file} and {start}
}

export interface GlancesQuestion extends ExampleSecond {
  turn: number;
}

export interface GlancesAnswer {
  turn: number;
  networks: Glance[];
}

export interface VariantsSettings {
  cards: GlanceCard[];
  networks: Glance[]; // of the sound that the page opens with; empty where the page has to ask
}

/** How a variant was made. */
export interface Training {
  text: string;
  command: string;
  panels: PanelJson[];
}

export interface TrainingSettings {
  best: string;
  variants: Record<string, Training>;
}

/** How a second becomes what a network gets, as far as the browser draws it. */
export interface LocalFrontEnd {
  domain: string;
  level: number | null;
  log: boolean;
  power: number;
  window_samples: number;
  hop_samples: number;
  n_fft: number;
  n_bands: number;
  mean: number;
  deviation: number;
}

/** A network that runs in the browser, and what is said of each answer that it can give. */
export interface LocalNetwork {
  model: string; // address of its ONNX file
  words: string[]; // in the order of its probabilities
  reasons: Reason[]; // in the order of its `reason`
  front_end: LocalFrontEnd;
  sees: string;
  standing: string;
  sure: string[]; // by tenths of the first word's probability
  cautions: Record<string, string>; // by word
  unsure: string; // of an answer in which no word has half of the probability
  refusals: Record<string, string>; // by reason
}

/** How answers for overlapping seconds become detections: live/detector.py. */
export interface Smoothing {
  step: number; // s
  smoothing: number; // s
  threshold: number;
  agreeing: number;
  refractory: number; // s
}

export interface EngineSettings {
  networks: Record<string, LocalNetwork>;
  smoothing: Smoothing;
}

export interface FrontEndOption {
  name: string;
  text: string;
  pcen: boolean; // it has PCEN, whose parameters can be moved
}

/** A parameter of PCEN: gain, bias, power, or time_constant in s. */
export interface PcenSlider {
  name: string;
  low: number;
  high: number;
  value: number; // before anybody moved it
}

export interface FrontEndsSettings {
  front_ends: FrontEndOption[];
  first: [string, string]; // chosen before anybody chose
  pcen: PcenSlider[];
}

/** Two front ends to be compared; parameters of PCEN by name are those of the last of them that has it. */
export interface FrontEndsPair {
  one: string;
  other: string;
  pcen?: Record<string, number>;
}

export interface FrontEndsQuestion extends ExampleSecond {
  turn: number;
  what: "compare" | "identify";
  one?: string;
  other?: string;
  pcen?: Record<string, number>;
  path?: string; // of an upload that holds an array
}

/** Two front ends on the chosen second, or what made an array; an error in place of either. */
export interface FrontEndsTold {
  error?: string;
  panels?: Record<string, PanelJson>; // one, other and, where it can be drawn, difference
  differences?: string[];
  about?: string[];
  made?: string[];
}

export interface FrontEndsAnswer extends FrontEndsTold {
  turn: number;
  what: "compare" | "identify";
}

/** A small picture: uint8 in base64, row by row. */
export interface Tile {
  rows: number;
  columns: number;
  values: string;
}

export interface FeatureMap {
  channel: number;
  tile: Tile; // row 0 the lowest frequency
}

/** A block of a network with its strongest maps. */
export interface InsideBlock {
  shape: number[]; // channels, bins, frames of what leaves it
  kernel: number[]; // inputs, height, width
  maps: FeatureMap[];
}

/** With what a map looks at one of its inputs; half of 255 is no weight. */
export interface Kernel {
  input: number;
  tile: Tile;
}

/** What one of the last numbers brings to the lead of a word over another, in logits. */
export interface Brings {
  number: number;
  value: number;
  brings: number;
}

/** A test clip whose last numbers are like those of the sound. */
export interface NearClip {
  file: string;
  word: string;
  alike: number; // cosine of the angle between the two
}

/** A network opened at the chosen second. */
export interface Inside {
  variant: string;
  word: string;
  rivals: string[]; // the other words, the likeliest first
  margin: number;
  bias: number;
  brings: Brings[];
  rest: number; // of all other numbers together
  numbers: Tile;
  near: NearClip[];
  blocks: InsideBlock[];
}

export interface Tones {
  hertz: [number, number];
  text: string;
}

/** A way to spoil a sound, and from how little to how much. */
export interface Broken {
  name: string;
  unit: string;
  harmless: number;
  worst: number;
  log: boolean;
}

export interface LabSettings {
  words: string[];
  examples: string[];
  tones: Tones[];
  broken: Broken[];
}

/** A step's question with the values of its controls. */
export interface LabQuestion extends ExampleSecond {
  turn: number;
  step: string;
  variant?: string;
  path?: string;
  name?: string;
  keep?: "strongest" | "band";
  count?: number;
  low?: number; // Hz
  high?: number; // Hz
  window?: number; // s
  other?: number; // s
  overlap?: number;
  power?: string;
  scale?: string;
  filters?: number;
  moment?: number; // s
  log?: boolean;
  phase?: string;
  treatment?: string;
  of?: string;
  rival?: string; // a word
  block?: number;
  channel?: number;
  method?: "occlusion" | "gradients";
  kept?: string; // cells of the picture to paint on: uint8 in base64, 0 where one was painted over
  kind?: string; // of what spoils the sound
  amount?: number;
  noise?: string;
  under?: string; // an example, by its name
}

/** What a network says of a sound in the lab. */
export interface Said {
  variant: string;
  words: RankedWord[];
  refusal: string;
  milliseconds: number;
}

export interface Compared extends Said {
  before: Said;
}

/** A network's answer in the game of guessing, counted beside the stage whose picture it saw. */
export interface GuessAnswer extends Said {
  sees: GuessStage;
}

export interface SideAnswer extends NetworkAnswer {
  why: string;
}

/** A sound to be played: 16-bit samples in base64, of which 32767 stands for `peak`. */
export interface Sound {
  rate: number; // Hz
  peak: number;
  samples: string;
}

/** What a step of the lab shows. */
export interface LabValues {
  error?: string;
  panels?: Record<string, PanelJson>;
  texts?: Record<string, string>;
  sound?: Sound;
  answers?: Said[] | Compared[] | GuessAnswer[];
  networks?: SideAnswer[];
  variant?: string; // whose evidence it is
  inputs?: PanelJson[];
  evidence?: string;
  inside?: Inside;
  kernels?: Kernel[];
  tile?: Tile;
}

export interface LabAnswer extends LabValues {
  turn: number;
  step: string;
}

/** The network that is to answer from now on, and the front ends whose pictures are wanted, null for none. */
export interface LiveChoice {
  variant: string;
  front_ends: FrontEndsPair | null;
}

/** Between two answers, where pictures of front ends are wanted: the last second by both. */
export interface LiveFrontEnds {
  front_ends: FrontEndsTold;
}

export interface LiveDetection {
  word: string;
  probability: number;
  seconds: number; // s in the stream, the middle of the word
}

/** What is known after one more window. */
export interface LiveUpdate {
  seconds: number; // s in the stream, where the window ends
  scores: [string, number][]; // the likeliest first
  heard: boolean;
  reason: Reason;
  refused: Refusal;
  detections: LiveDetection[];
}

/** The words of a longer sound over time, as live sound has them; without updates for one of hardly a second. */
export interface SoundWords {
  turn: number;
  variant: string;
  threshold: number;
  seconds: number; // of the sound
  updates: LiveUpdate[];
}

export interface LiveAnswer extends LiveUpdate {
  number: number; // of the newest chunk that was heard
  variant: string;
  threshold: number;
}

/** One of the server's own microphones, as /microphone/devices lists them. */
export interface Microphone {
  number: number;
  name: string;
  system: string;
  channels: number;
  rate: number; // Hz
  default: boolean;
}

export interface MicrophoneOpened {
  name: string;
  rate: number; // Hz
}

export interface MicrophoneOverflow {
  overflow: number; // samples that were lost
}

/** What a network says of one of many files. */
export interface FileRow {
  file: string; // its path
  word: string;
  probability: number;
  heard: boolean;
  reason: Reason;
  missing: number; // s that could not be read
  true: string; // the word that its path names; "" where it names none
  voice: string; // who speaks, by its name; "" where that doesn't tell
  error: string; // why it could not be read
}

/** A line of the answer to a zip: how many files there are, then rows as they come, or why there are no more. */
export interface ZipLine {
  files?: number;
  rows?: FileRow[];
  error?: string;
}

export interface OwnTake {
  number: number;
  word: string; // "" for what is none of the words
  seconds: number;
  level: number; // dBFS
  wave: number[]; // largest amplitudes of equal stretches, from 0 to 1
  warnings: string[];
  at: number[] | null; // x and y on the map, from -1 to 1
}

/** How many takes were recognised by the others alone. */
export interface OwnEstimate {
  right: number;
  takes: number;
  low: number; // of the share, 95% interval
  high: number;
  voices: number;
  sentence: string;
}

/** What a threshold costs. */
export interface OwnPoint {
  stricter: number; // than the one that the takes give
  missed: number; // of the estimate's takes
  alarms: number; // seconds taken for a word in an hour of other people's words, noise and music
}

export interface OwnState {
  words: string[];
  takes: OwnTake[];
  variant: string; // by which name /live knows what was taught; "" before
  seconds: number; // that teaching took
  estimate: OwnEstimate | null;
  advice: string[]; // what would help
  stricter: number; // by how much the threshold was moved
  tradeoff: OwnPoint[];
}

export interface OwnLimits {
  words: number;
  takes: number;
}

/** What a page is sent first. */
export interface OwnPage {
  token: string;
  limits: OwnLimits;
}

export interface BarJson {
  word: string;
  clips: number;
  top: number;
  height: number;
}

export interface RibbonJson {
  predicted: string;
  true: string;
  count: number;
  left: number; // heights run from 0 (top) to 1 (bottom)
  right: number;
  height: number;
}

/** An alluvial picture as it travels; see Alluvial. */
export interface FlowsJson {
  predicted: BarJson[];
  true: BarJson[];
  ribbons: RibbonJson[];
  clips: number;
  hidden: number;
  description: string;
}

/** One arm of an experiment in its table; shares are in [0, 1]. */
export interface ArmRow {
  name: string;
  accuracy: number;
  low: number; // 95% over draws of voices
  high: number;
  all: number; // accuracy over all words
  chapter: number | null;
  clips: number;
  epochs: number;
  minutes: number;
  seeds: number;
}

export interface Experiment {
  name: string;
  text: string;
  phase: string;
  first: string[]; // the two arms that are compared at first
  arms: ArmRow[];
}

/** What a network of the page costs and gives. */
export interface ChoiceRow {
  name: string;
  shape: number[]; // channels, bins, frames
  accuracy: number;
  at_zero_db: number | null;
  weights: number;
  multiply_adds: number;
}

/** One network with one of the field's front ends; shares are in [0, 1]. */
export interface FairRow {
  name: string;
  source: string;
  accuracy: number;
  low: number; // 95% over draws of voices
  high: number;
  rare: number; // over rare words
  at_zero_db: number;
  quiet: number; // words lowered by 30 dB
  quieter: number; // by 50 dB
  bytes: number | null; // of the front end's tables; None where a library is called
  multiply_adds: number | null; // of the front end, for one second of sound
  shape: number[]; // values, frames
  seeds: number;
}

/** The field's front ends before one network, the best first. */
export interface Fair {
  text: string;
  rows: FairRow[];
}

export interface VoiceRow {
  errors: number;
  clips: number;
}

/** The voices on whose clips the best network errs most. */
export interface Voices {
  text: string;
  rows: VoiceRow[];
}

export interface ResultsSettings {
  tables: Experiment[];
  choices: ChoiceRow[];
  fair: Fair | null; // None where fewer than two have a record
  voices: Voices | null; // None where there is no record of them
  empty: string; // what is said where there are no records
}

export interface ResultsQuestion {
  turn: number;
  what: "compared" | "times";
  table?: string;
  one?: string;
  other?: string;
}

/** A clip that was named wrongly. */
export interface ErrorRow {
  clip: string;
  said: string;
  probability: number;
  true: string;
  picture: Tile | null;
}

export interface ComparedArm {
  name: string;
  command: string;
  flows: FlowsJson;
  panels: PanelJson[];
  errors: ErrorRow[];
}

/** How much more often one arm than the other is right about a word; shares are in [0, 1]. */
export interface WordRow {
  word: string;
  clips: number;
  voices: number;
  one: number;
  other: number;
  low: number; // of the difference, 95% over draws of voices
  high: number;
  mean: number;
  certain: boolean;
  rare: boolean;
}

export interface Change {
  text: string;
  words: WordRow[];
  note?: string;
}

export interface Comparison {
  arms: ComparedArm[];
  change: Change;
  noise: PanelJson | null;
}

export interface ComparisonAnswer {
  turn: number;
  what: "compared";
  told: Comparison | Refused;
}

export interface TimesAnswer {
  turn: number;
  what: "times";
  told: Record<string, number>; // ms by network
}

export interface ExampleSound {
  name: string;
  label: string;
  url: string;
}

/** What the page may send. */
export interface Limits {
  seconds: number;
  bytes: number;
}

/** Those of the page's settings that were changed. */
export interface PageSettings {
  window?: number; // s
  hop?: number; // s
  filters?: number;
  power?: "0.5" | "1" | "2" | "dB";
  scale?: AxisScale;
  range?: number; // dB
}

/** Have a sound heard: an example by name, or an upload by its path, with the name that its user knows. */
export interface HearQuestion {
  turn: number;
  settings: PageSettings | null;
  example?: string;
  path?: string;
  name?: string;
}

/** Choose another second of the same sound; without `start`, draw the same one by other settings. */
export interface MoveQuestion {
  turn: number;
  settings: PageSettings | null;
  start?: number; // s
}

/** Where the chosen second begins, between the earliest and the latest it can, in s. */
export interface Chosen {
  start: number;
  earliest: number; // negative where the second may begin before the sound
  latest: number;
  warning: string; // what of the file could not be read
}

export interface Pictures extends Chosen {
  panels: Record<string, PanelJson>;
}

/** Pictures of another sound, or of another second of it. */
export interface PicturesShown extends Pictures {
  turn: number;
}

/** Those that the settings change, of the same second. */
export interface PicturesRedrawn {
  turn: number;
  panels: Record<string, PanelJson>;
}

export interface PicturesRefused {
  turn: number;
  error: string;
}

/** The sound that the page opens with. */
export interface PicturesSettings {
  pictures: Pictures;
  example: string;
  python: Record<string, string>; // the lines that compute each of them, see scope/python.js
}

export interface SoundSettings {
  examples: ExampleSound[];
  limits: Limits;
  local: boolean; // whether the server offers its own microphones
  served: boolean; // whether there is a server at all
  engine: EngineSettings;
}
