import {type Effect} from './effect.ts';
import {type Model} from './model.ts';

/**
The model after a message, and the effects that it requests.
*/
export type Next = readonly [model: Model, effects: readonly Effect[]];

const noEffects: readonly Effect[] = [];

/**
The model without effects.
*/
export const withoutEffects = (model: Model): Next => [model, noEffects];
