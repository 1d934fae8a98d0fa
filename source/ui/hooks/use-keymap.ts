import {createContext, useContext} from 'react';
import {defaultKeymap, type Keymap} from '../../app/keys/keymap.ts';

/**
Hands the keys in force down to whatever names some.
*/
// eslint-disable-next-line @typescript-eslint/naming-convention -- It is used as a component, and named as one.
export const KeymapContext = createContext<Keymap>(defaultKeymap);

/**
The keys that are in force.
*/
export const useKeymap = (): Keymap => useContext(KeymapContext);
