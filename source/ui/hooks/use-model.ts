import {useSyncExternalStore} from 'react';
import {type Model} from '../../app/model.ts';
import {type ScreenStore} from '../../app/store.ts';

export const useModel = (store: ScreenStore): Model => useSyncExternalStore(store.subscribe, store.getModel);
