import {render} from 'ink-testing-library';
import {createTheme, type Theme} from '../../source/text/themes.ts';
import {type Model} from '../../source/app/model.ts';
import {createStore, type Store} from '../../source/app/store.ts';
import {App} from '../../source/ui/app.tsx';
import {defaultKeymap} from '../../source/app/keys/keymap.ts';
import {startAt} from './model.ts';

type Screen = {
	readonly store: Store;
	readonly rows: () => readonly string[];
	readonly text: () => string;
	readonly frameCount: () => number;

	/**
	Sends the inputs one by one, then waits for React to render.
	*/
	readonly press: (...inputs: readonly string[]) => Promise<void>;
};

/**
Renders the full screen in a terminal of the model's size. Call `cleanup` of `ink-testing-library` after each test.
*/
export const openScreen = (model: Model, theme: Theme = createTheme({hasColor: false})): Screen => {
	const store = createStore(model);
	const app = <App store={store} theme={theme} keymap={defaultKeymap} now={() => startAt} suspend={async () => undefined}/>;
	const {lastFrame, frames, stdout, stdin, rerender} = render(app);

	// The terminal of the testing library is always 100 columns wide.
	Object.defineProperty(stdout, 'columns', {value: model.size.columns});
	rerender(app);
	const text = () => lastFrame() ?? '';
	return {
		store,
		text,
		frameCount: () => frames.length,
		rows: () => text().split('\n'),
		async press(...inputs) {
			for (const input of inputs) {
				stdin.write(input);
			}

			await new Promise(resolve => {
				setImmediate(resolve);
			});
		},
	};
};
