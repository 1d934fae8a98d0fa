import {useSyncExternalStore} from 'react';
import {type Model} from '../../app/model.ts';
import {type ScreenStore} from '../../app/store.ts';

/**
A part of the model. Renders the component again only if that part changes.
*/
export const useSelected = <Part>(store: ScreenStore, select: (model: Model) => Part): Part => useSyncExternalStore(store.subscribe, () => select(store.getModel()));
