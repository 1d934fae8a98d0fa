import {editInput, type InputEdit} from '../text/line-editor.ts';
import {
	type Model,
	noSearch,
	type Screen,
	type Search,
} from './model.ts';

export const openScreen = (model: Model, screen: Screen): Model => ({...model, screen, screensBelow: [...model.screensBelow, model.screen]});

export const searchOf = ({screen}: Pick<Model, 'screen'>): Search | undefined => 'search' in screen ? screen.search : undefined;

/**
Changes the search of a screen. Another text goes back to the first line.
*/
export const withSearch = (model: Model, search: Search): Model => {
	const {screen} = model;

	if (!('search' in screen)) {
		return model;
	}

	const fromStart = screen.kind === 'help' ? {...screen, search, scroll: 0} : {...screen, search, index: 0};
	return {...model, screen: screen.search.line.text === search.line.text ? {...screen, search} : fromStart};
};

export const editSearch = (model: Model, search: Search, edit: InputEdit): Model => withSearch(model, {...search, line: editInput(search.line, edit)});

/**
Clears the search. Without one, goes back to the screen below.
*/
export const closeScreen = (model: Model): Model => (searchOf(model)?.line.text ?? '') === ''
	? {...model, screen: model.screensBelow.at(-1) ?? {kind: 'list'}, screensBelow: model.screensBelow.slice(0, -1)}
	: withSearch(model, noSearch);
