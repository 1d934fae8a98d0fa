import {useSyncExternalStore} from 'react';
import {type Model} from '../../app/model.ts';
import {type Store} from '../../app/store.ts';

/**
A part of the model of the store; the component is drawn again when that part is another one than before.
*/
export const useSelected = <Part>(store: Store, select: (model: Model) => Part): Part => useSyncExternalStore(store.subscribe, () => select(store.getModel()));
