import {createContext, useContext} from 'react';
import {defaultKeymap, type Keymap} from '../../app/keys/keymap.ts';

// eslint-disable-next-line @typescript-eslint/naming-convention -- It is used as a component.
export const KeymapContext = createContext<Keymap>(defaultKeymap);

export const useKeymap = (): Keymap => useContext(KeymapContext);
