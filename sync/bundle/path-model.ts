import { IntegerModel } from './integer-model.js';
import type { Json } from './json.js';

/** Texts that stood under a key before, whatever the path to it. */
export class Dictionary {
  readonly texts: string[] = [];
  readonly places = new Map<string, number>();

  add(text: string): void {
    this.places.set(text, this.texts.length);
    this.texts.push(text);
  }
}

/** Keys whose values are of one list. */
const SAME_WORDS = new Map([
  ['item', 'drug'],
  ['for', 'drug'],
  ['tests', 'test'],
  ['repeated', 'test'],
]);

/** A value that followed a context last time, and how often it did in a row. */
export interface Expected {
  value: Json;
  runs: number;
}

/** What is learnt about the values at one place of a type of record: `prescription`, `lines`, `dose`, `days`. */
export class PathModel {
  readonly kind = new IntegerModel();
  readonly #integers = new Map<string, IntegerModel>();
  readonly #children = new Map<string, PathModel>();
  #items: PathModel | null = null;
  readonly expected = new Map<string, Expected>();
  readonly shapes: (readonly string[])[] = [];
  readonly shapePlaces = new Map<string, number>();
  /** decimals that numbers here need */
  decimals = 0;
  lastNumber = 0;
  /** running cost, in bits, of numbers as they are and as steps from one to the next */
  plainCost = 0;
  stepCost = 0;

  constructor(
    readonly dictionary: Dictionary,
    private readonly dictionaries: Map<string, Dictionary>,
  ) {}

  static root(): PathModel {
    return new PathModel(new Dictionary(), new Map());
  }

  child(key: string): PathModel {
    let child = this.#children.get(key);
    if (!child) {
      const name = SAME_WORDS.get(key) ?? key;
      let dictionary = this.dictionaries.get(name);
      if (!dictionary) this.dictionaries.set(name, (dictionary = new Dictionary()));
      this.#children.set(key, (child = new PathModel(dictionary, this.dictionaries)));
    }
    return child;
  }

  /** Of the items of a list: they share the words of their key. */
  get items(): PathModel {
    return (this.#items ??= new PathModel(this.dictionary, this.dictionaries));
  }

  /** A model for whole numbers with a meaning of their own here. */
  integer(name: string): IntegerModel {
    let model = this.#integers.get(name);
    if (!model) this.#integers.set(name, (model = new IntegerModel()));
    return model;
  }
}
