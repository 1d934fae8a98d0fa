import {useSyncExternalStore} from 'react';
import {type Model} from '../../model/model.ts';
import {type Store} from '../../model/store.ts';

/**
The model of the store; the component is drawn again when it changes.
*/
export const useModel = (store: Store): Model => useSyncExternalStore(store.subscribe, store.getModel);
