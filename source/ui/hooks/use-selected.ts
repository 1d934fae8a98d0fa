import {useSyncExternalStore} from 'react';
import {type Model} from '../../app/model.ts';
import {type Store} from '../../app/store.ts';

/**
A part of the model. Renders the component again only if that part changes.
*/
export const useSelected = <Part>(store: Store, select: (model: Model) => Part): Part => useSyncExternalStore(store.subscribe, () => select(store.getModel()));
