import { IntegerModel } from './integer-model.js';
import type { Json } from './json.js';

/** Texts that stood under a key before, whatever the path to it. */
class Dictionary {
  readonly texts: string[];
  readonly places: Map<string, number>;

  constructor(learnt?: Dictionary) {
    this.texts = learnt?.texts.slice() ?? [];
    this.places = new Map(learnt?.places);
  }

  add(text: string): void {
    this.places.set(text, this.texts.length);
    this.texts.push(text);
  }
}

/** By key; those that were learnt elsewhere are copied when they are first asked for. */
class Dictionaries {
  private readonly own = new Map<string, Dictionary>();

  constructor(private readonly learnt?: Dictionaries) {}

  of(key: string): Dictionary {
    const name = SAME_WORDS.get(key) ?? key;
    let dictionary = this.own.get(name);
    if (!dictionary) this.own.set(name, (dictionary = new Dictionary(this.learnt?.own.get(name))));
    return dictionary;
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

/**
 * What is learnt about the values at one place of a type of record: `prescription`, `lines`, `dose`, `days`. A copy of
 * one that has learnt copies each place when it is first asked for: most bundles touch few of them. What was copied
 * from must learn nothing any more.
 */
export class PathModel {
  readonly kind: IntegerModel;
  private readonly integers = new Map<string, IntegerModel>();
  private readonly children = new Map<string, PathModel>();
  private ofItems: PathModel | undefined;
  readonly expected: Map<string, Expected>;
  readonly shapes: (readonly string[])[];
  readonly shapePlaces: Map<string, number>;
  /** decimals that numbers here need */
  decimals = 0;
  lastNumber = 0;
  /** running cost, in bits, of numbers as they are and as steps from one to the next */
  plainCost = 0;
  stepCost = 0;

  private constructor(
    readonly dictionary: Dictionary,
    private readonly dictionaries: Dictionaries,
    private readonly learnt?: PathModel,
  ) {
    this.kind = new IntegerModel(learnt?.kind);
    this.expected = new Map();
    for (const [key, { value, runs }] of learnt?.expected ?? []) this.expected.set(key, { value, runs });
    this.shapes = learnt?.shapes.slice() ?? [];
    this.shapePlaces = new Map(learnt?.shapePlaces);
    if (!learnt) return;
    this.decimals = learnt.decimals;
    this.lastNumber = learnt.lastNumber;
    this.plainCost = learnt.plainCost;
    this.stepCost = learnt.stepCost;
  }

  /** @param learnt a root; absent: nothing is known yet */
  static root(learnt?: PathModel): PathModel {
    return new PathModel(new Dictionary(learnt?.dictionary), new Dictionaries(learnt?.dictionaries), learnt);
  }

  child(key: string): PathModel {
    let child = this.children.get(key);
    if (!child) {
      const dictionary = this.dictionaries.of(key);
      child = new PathModel(dictionary, this.dictionaries, this.learnt?.children.get(key));
      this.children.set(key, child);
    }
    return child;
  }

  /** Of the items of a list: they share the words of their key. */
  get items(): PathModel {
    return (this.ofItems ??= new PathModel(this.dictionary, this.dictionaries, this.learnt?.ofItems));
  }

  /** A model for whole numbers with a meaning of their own here. */
  integer(name: string): IntegerModel {
    let model = this.integers.get(name);
    if (!model) this.integers.set(name, (model = new IntegerModel(this.learnt?.integers.get(name))));
    return model;
  }
}
