import {useSyncExternalStore} from 'react';
import {type Model} from '../../app/model.ts';
import {type Store} from '../../app/store.ts';

export const useModel = (store: Store): Model => useSyncExternalStore(store.subscribe, store.getModel);
