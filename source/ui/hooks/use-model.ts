import {useSyncExternalStore} from 'react';
import {type Model} from '../../app/model.ts';
import {type Store} from '../../app/store.ts';

/**
The model of the store; the component is drawn again when it changes.
*/
export const useModel = (store: Store): Model => useSyncExternalStore(store.subscribe, store.getModel);
